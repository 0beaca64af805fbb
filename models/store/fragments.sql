-- Pieces that statements of more than one file take in, each by its name in braces.

-- name: by_name
-- Who did it (`x.by_id`), as people read it; null for the procedure itself.
(SELECT o.name FROM officers o WHERE o.id = x.by_id)

-- name: deadline_live
-- Still counts: runs at this moment or stands still.
state IN ('running', 'suspended')

-- name: meet_deadlines
-- What was owed is done. Late is judged by when it was done, not entered; while it stood still
-- nothing was late. Goes on with `AND` and which.
UPDATE deadlines SET state = 'met', ended_at = :now,
    met_late = (state = 'running' AND :done_at > due_at)
WHERE {deadline_live}

-- name: stop_deadlines
-- What it waited for became pointless. Goes on with `AND` and which.
UPDATE deadlines SET state = 'stopped', ended_at = :now
WHERE {deadline_live}

-- name: start_deadlines
-- As `models.store.deadlines.as_json` writes them.
INSERT INTO deadlines (id, case_id, stage_id, centre_id, step_id, key, restarts, rule, pack, holder,
    owner_id, starts_at, due_at, yellow_at, red_at, provisional, printable, receipt, state)
SELECT id, case_id, stage_id, centre_id, step_id, key, restarts, rule, pack, holder,
    owner_id, starts_at, due_at, yellow_at, red_at, provisional, printable, receipt, 'running'
FROM jsonb_populate_recordset(CAST(NULL AS deadlines), CAST(:deadlines AS jsonb))

-- name: append_events
-- One statement however many there are, in their order; number and hash are given by trigger.
INSERT INTO events
    (case_id, centre_id, seq, tag, at, actor_id, stage_id, step_id, detail, prev_hash, hash)
SELECT :case, :centre, 0, tag, :at, actor, stage, step, detail, '', ''
FROM unnest(
    CAST(:tags AS text[]), CAST(:actors AS uuid[]), CAST(:stages AS uuid[]),
    CAST(:steps AS uuid[]), CAST(:details AS jsonb[])
) WITH ORDINALITY AS e(tag, actor, stage, step, detail, place)
ORDER BY place
