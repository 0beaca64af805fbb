-- name: locked
SELECT (l.s).id, (l.s).case_id, (l.s).centre_id, (l.s).stage_id, (l.s).kind, (l.s).key,
    (l.s).round, (l.s).turn, (l.s).position, (l.s).form, (l.s).about, (l.s).state, (l.s).owner_id,
    (l.s).owner_role, (l.s).stands_in_for, (l.s).holder, (l.s).rule, (l.s).opened_at, (l.s).due_at,
    (l.s).done_at, (l.s).done_by, (l.s).answer, (l.s).draft, (l.g).name AS stage, (l.g).ordinal,
    (l.g).state AS stage_state, (l.c).state AS case_state, (l.c).child_id, (l.c).pack,
    (l.c).locality,
    (SELECT o.name FROM officers o WHERE o.id = (l.s).done_by) AS done_by_name
FROM hutong_locked_step(:step) l

-- name: answer
WITH met AS ({meet_deadlines} AND step_id = :step)
UPDATE steps SET state = 'done', answer = :answer, draft = NULL, done_at = :now, done_by = :by,
    done_on = :done_on, late_reason = :late_reason, viewed_at = coalesce(viewed_at, :now)
WHERE id = :step

-- name: say_not_yet
-- What was asked is not done: its deadline runs on; the day said the time before is over.
WITH over AS (
    {stop_deadlines} AND step_id = :step AND rule = '-'
)
UPDATE steps SET state = 'done', answer = :answer, draft = NULL, done_at = :now, done_by = :by,
    done_on = :done_on, late_reason = :late_reason, viewed_at = coalesce(viewed_at, :now),
    result = result || '{"not_yet": true}'
WHERE id = :step

-- name: complete
WITH met AS ({meet_deadlines} AND step_id = :step)
UPDATE steps SET state = 'done', done_at = :now, done_by = :by WHERE id = :step

-- name: supersede
-- A run that read the journal before this must not go on from what it read: the fence rises.
-- What the law said of an overtaken answer (an entry that bears its pack) falls too: it is asked anew.
WITH overtaken AS (
    UPDATE steps SET state = 'superseded',
        reason = CASE WHEN id = :target THEN :reason ELSE reason END
    WHERE stage_id = :stage AND state IN ('open', 'done')
      AND (kind IN ('ask', 'approve', 'issue', 'timer') OR kind = 'effect' AND result ? 'pack')
      AND (position > :position OR id = :target)
    RETURNING id, key, round
), signatures_fell AS (
    UPDATE signatures SET state = 'void'
    WHERE step_id IN (SELECT id FROM overtaken) AND state IN ('open', 'pending', 'approved')
), deadlines_stopped AS (
    {stop_deadlines} AND stage_id = :stage
        AND (step_id IN (SELECT id FROM overtaken) OR obliged_by IN (SELECT id FROM overtaken))
), versions_fell AS (
    UPDATE paper_versions SET void = true WHERE step_id IN (SELECT id FROM overtaken)
), fenced AS (
    UPDATE stages SET fence = fence + 1 WHERE id = :stage
)
SELECT id, key, round FROM overtaken

-- name: take_back
-- As if it had never begun: signatures that were given, clocks of the stage and versions fall too.
WITH steps_reasoned AS (
    UPDATE steps s SET reason = told.reason
    FROM unnest(CAST(:steps AS uuid[]), CAST(:reasons AS bytea[])) AS told(id, reason)
    WHERE s.id = told.id
), signatures_fell AS (
    UPDATE signatures SET state = 'void' WHERE state = 'approved'
      AND step_id IN (SELECT id FROM steps WHERE stage_id = :stage)
), deadlines_stopped AS (
    {stop_deadlines} AND stage_id = :stage AND key NOT LIKE 'order:%'
)
UPDATE paper_versions SET void = true
WHERE step_id IN (SELECT id FROM steps WHERE stage_id = :stage)

-- name: give
WITH deadlines_given AS (
    {give_deadlines} AND step_id = :step
)
UPDATE steps SET owner_id = :to, stands_in_for = NULL, viewed_at = NULL WHERE id = :step

-- name: give_of_lead
-- What the earlier lead has open as a caseworker; what somebody covers for them goes too.
WITH given AS (
    UPDATE steps SET owner_id = :to, stands_in_for = NULL, viewed_at = NULL
    WHERE case_id = :case AND state = 'open' AND kind = 'ask' AND owner_role = 'caseworker'
      AND :old IN (owner_id, stands_in_for)
    RETURNING id, stage_id
), deadlines_given AS (
    {give_deadlines} AND step_id IN (SELECT id FROM given)
)
SELECT id, stage_id FROM given

-- name: show_turn
UPDATE steps SET owner_id = :owner, owner_role = :role, stands_in_for = :stands_in_for,
    viewed_at = :viewed_at
WHERE id = :step

-- name: next_turn
-- The next signature of the chain is asked for: the step is theirs, and they are told.
WITH turned AS (UPDATE signatures SET state = 'open', opened_at = :at WHERE id = :signature),
told AS ({tell})
UPDATE steps SET owner_id = :owner, owner_role = :role, stands_in_for = :stands_in_for,
    viewed_at = NULL
WHERE id = :step

-- name: save_draft
UPDATE steps SET draft = :draft, result = CASE
    WHEN result -> 'drafted_by' @> to_jsonb(CAST(:by AS text)) THEN result
    ELSE jsonb_set(result, ARRAY['drafted_by'],
        coalesce(result -> 'drafted_by', '[]') || to_jsonb(CAST(:by AS text)))
    END
WHERE id = :step

-- name: look_at
WITH signatures_seen AS (
    UPDATE signatures SET viewed_at = :at
    WHERE step_id = :step AND officer_id = :by AND state = 'open' AND viewed_at IS NULL
)
UPDATE steps SET viewed_at = :at
WHERE id = :step AND owner_id = :by AND state = 'open' AND viewed_at IS NULL

-- name: try_again
UPDATE steps SET attempts = 0, failure = NULL WHERE id = :step

-- name: stage_of
SELECT stage_id FROM steps WHERE id = :step AND case_id = :case
