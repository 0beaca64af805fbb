-- name: tell
INSERT INTO notices (id, centre_id, case_id, officer_id, step_id, kind, dedup, created_at)
SELECT gen_random_uuid(), :centre, :case, n.officer, n.step, :kind, n.dedup, :at
FROM unnest(CAST(:officers AS uuid[]), CAST(:steps AS uuid[]), CAST(:dedups AS text[]))
    AS n(officer, step, dedup)
ON CONFLICT (dedup) DO NOTHING

-- name: ids_of
SELECT id, dedup FROM notices WHERE dedup = ANY (:dedups)
