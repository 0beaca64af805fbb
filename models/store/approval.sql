-- name: write
INSERT INTO signatures (id, case_id, step_id, centre_id, ordinal, role, mode, officer_id,
    stands_in_for, state, opened_at, version_id, sha256, data_digest)
SELECT id, case_id, step_id, centre_id, ordinal, role, mode, officer_id,
    stands_in_for, state, opened_at, version_id, sha256, data_digest
FROM jsonb_populate_recordset(CAST(NULL AS signatures), CAST(:signatures AS jsonb))

-- name: chain
SELECT g.id, g.ordinal, g.role, g.officer_id, g.stands_in_for, g.state, g.viewed_at, g.decided_at,
    g.decided_by, g.version_id, g.sha256, g.data_digest, o.name AS decided_by_name
FROM signatures g LEFT JOIN officers o ON o.id = g.decided_by
WHERE g.step_id = :step ORDER BY g.ordinal

-- name: decide
UPDATE signatures SET state = :state, decided_at = :at, decided_by = :by, opinion = :opinion,
    returned_to = :returned_to, viewed_at = coalesce(viewed_at, :at)
WHERE id = :signature AND state = 'open'

-- name: give
UPDATE signatures SET officer_id = :to, stands_in_for = NULL WHERE id = :signature

-- name: open_chains
SELECT DISTINCT ON (s.id) s.id AS step_id, g.version_id, g.sha256, g.data_digest
FROM steps s JOIN signatures g ON g.step_id = s.id
WHERE s.case_id = :case AND s.kind = 'approve' AND s.state = 'open'
ORDER BY s.id, g.ordinal
