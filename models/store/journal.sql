-- name: write
WITH written AS ({write_steps})
{start_deadlines}

-- name: settle
-- A round trip costs as much as the work in it, and a person waits for each. What refers to what is
-- checked when the statement ends.
WITH opened AS ({open_stages}),
written AS ({write_steps}),
started AS ({start_deadlines}),
told AS ({tell}),
taken AS ({take_up}),
happened AS ({append_events})
{wake_them} FROM (
    SELECT id FROM opened UNION SELECT unnest(CAST(:woken AS uuid[]))
) AS woken(id)

-- name: settle_events
WITH taken AS ({take_up})
{append_events}

-- name: write_steps
INSERT INTO steps ({step_columns}, attempts)
SELECT {step_columns}, 0
FROM jsonb_populate_recordset(CAST(NULL AS steps), CAST(:written AS jsonb))

-- name: step_columns
id, case_id, stage_id, centre_id, kind, key, about, turn, round, position, state, form, paper,
owner_role, owner_id, stands_in_for, holder, rule, due_at, no_due_reason, opened_at, done_at,
done_by, taken_up_at, result

-- name: take_up
UPDATE steps SET taken_up_at = :at WHERE id = ANY (:taken) AND taken_up_at IS NULL

-- name: finish
UPDATE steps SET state = 'done', done_at = :at, taken_up_at = :at, result = :result, failure = NULL
WHERE id = :step

-- name: fail
UPDATE steps SET attempts = attempts + 1, failure = :failure
WHERE stage_id = :stage AND key = :key AND state = 'open'
  AND EXISTS (SELECT 1 FROM stages WHERE id = :stage AND fence = :fence)
RETURNING attempts

-- name: due_stages
-- Of one case in the order of its stages: what comes of it does not hang on chance.
SELECT g.id FROM steps s JOIN stages g ON g.id = s.stage_id
WHERE s.kind = 'timer' AND s.state = 'open' AND s.due_at <= :at AND NOT g.id = ANY (:without)
GROUP BY g.id ORDER BY min(s.due_at), g.case_id, g.ordinal LIMIT :most

-- name: due_timers
SELECT s.id, s.stage_id, s.case_id, s.centre_id, s.due_at FROM steps s
WHERE s.stage_id = :stage AND s.kind = 'timer' AND s.state = 'open' AND s.due_at <= :at
ORDER BY s.due_at, s.id FOR UPDATE SKIP LOCKED

-- name: fire
UPDATE steps SET state = 'done', done_at = :at WHERE id = ANY (:steps)

-- name: next_due
SELECT min(due_at) FROM steps WHERE kind = 'timer' AND state = 'open'

-- name: left_to_worker
-- Automatic steps, and what was done without the procedure going on from it: a process that fired
-- a timer may have been killed before the next line.
SELECT DISTINCT s.stage_id FROM steps s JOIN stages g ON g.id = s.stage_id
WHERE s.state = 'open' AND s.kind IN ('issue', 'effect')
  OR g.state = 'open' AND s.state = 'done' AND s.taken_up_at IS NULL AND s.kind <> 'effect'

-- name: answered_before
SELECT DISTINCT ON (s.key) s.key, s.done_by AS officer_id
FROM steps s JOIN officers o ON o.id = s.done_by
WHERE s.stage_id = :stage AND s.key = ANY (:keys) AND o.active AND s.owner_role = ANY (o.roles)
ORDER BY s.key, s.round DESC
