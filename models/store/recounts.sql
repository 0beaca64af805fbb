-- Recounts under new law. An administrator sees no case: the functions show and change just ids,
-- case number, rule and dates.

-- name: running
SELECT id, case_id, centre_id, case_number, locality, centre, stage_id, stage, step_id, key, form,
    paper, kind, about, turn, rule, pack, starts_at, due_at, provisional, printable, receipt, ledger
FROM hutong_running_deadlines(CAST(:cases AS uuid[]))

-- name: lock
SELECT hutong_lock_cases(CAST(:cases AS uuid[]))

-- name: write
SELECT count(*) FROM jsonb_array_elements(CAST(:entries AS jsonb)) AS e(entry)
WHERE hutong_recount(:recount, :at, :by, e.entry)

-- name: record
INSERT INTO recounts (id, identity, law, digest, at, by_id, moved)
VALUES (:id, :identity, :law, :digest, :at, :by_id, :moved)

-- name: known
SELECT id, identity, law, digest, at, by_id, moved FROM recounts WHERE identity = :identity

-- name: mark
-- Of all that a recount would read: as long as it stays, what was counted from it stays true.
SELECT md5(coalesce(string_agg(md5(CAST(r AS text)), '' ORDER BY r.id), ''))
FROM hutong_running_deadlines(CAST(:cases AS uuid[])) r
