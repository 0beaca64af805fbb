-- Going back on an answer: what came of it, and putting that aside.

-- name: since
-- What a stage did after an answer. What the law said of it (an entry that bears its pack) is asked
-- anew, and what ended unanswered with the stage opens again.
SELECT id, kind, key, form, paper, about, turn, state, result FROM steps
WHERE stage_id = :stage AND position > :position AND state <> 'superseded'
ORDER BY position, key

-- name: signed_of
SELECT EXISTS (SELECT 1 FROM signatures WHERE step_id = :step AND state IN ('approved', 'returned'))

-- name: left_the_house
-- Documents made from an answer, or by one of these steps, that somebody signed or took away.
SELECT p.title FROM paper_versions v JOIN papers p ON p.id = v.paper_id
WHERE v.case_id = :case AND NOT v.void
  AND (v.sources -> 'steps' ? CAST(:step AS text) OR v.step_id = ANY (:steps))
  AND (EXISTS (SELECT 1 FROM signatures n WHERE n.version_id = v.id
        AND n.state IN ('approved', 'returned'))
    OR hutong_taken_away(v.id))
ORDER BY v.made_at LIMIT 1

-- name: follower
-- The stage of the main line that opened when this one ended.
SELECT id FROM stages WHERE opened_by_stage = :stage AND opened_by_key IS NULL AND is_main
ORDER BY ordinal DESC LIMIT 1

-- name: put_aside
-- As `step.supersede`, with what the stage did to the record as well: nothing of it has left it.
WITH overtaken AS (
    UPDATE steps SET state = 'superseded',
        reason = CASE WHEN id = :target THEN :reason ELSE reason END
    WHERE stage_id = :stage AND state IN ('open', 'done', 'cancelled')
      AND (position > :position OR id = :target)
    RETURNING id, key, round
), signatures_fell AS (
    UPDATE signatures SET state = 'void'
    WHERE step_id IN (SELECT id FROM overtaken) AND state IN ('open', 'pending')
), deadlines_stopped AS (
    {stop_deadlines} AND (step_id IN (SELECT id FROM overtaken)
        OR stage_id = :stage AND obliged_by IN (SELECT id FROM overtaken)
        OR stage_id = :stage AND key IN (SELECT key FROM overtaken WHERE key LIKE 'clock:%'))
), versions_fell AS (
    UPDATE paper_versions SET void = true
    WHERE NOT void AND step_id IN (SELECT id FROM overtaken)
), stage_is_open AS (
    UPDATE stages SET fence = fence + 1, state = 'open', outcome = NULL, closed_at = NULL
    WHERE id = :stage
)
SELECT id, key, round FROM overtaken

-- name: clocks_begun
-- Rules that run by themselves, begun by this answer.
SELECT d.id FROM deadlines d WHERE d.case_id = :case AND d.step_id IS NULL
  AND d.state IN ('running', 'suspended') AND EXISTS (
    SELECT 1 FROM events e WHERE e.case_id = d.case_id AND e.tag = 'clock:started'
      AND e.detail ->> 'answer' = CAST(:step AS text) AND e.stage_id = d.stage_id
      AND d.key = 'clock:' || (e.detail ->> 'rule'))

-- name: stop_one
{stop_deadlines} AND id = :id

-- name: clocks_met
-- Rules that run by themselves, met by this answer; and obligations that it kept or made pointless.
SELECT d.id FROM deadlines d WHERE d.case_id = :case AND d.step_id IS NULL
  AND d.state IN ('met', 'stopped')
  AND EXISTS (SELECT 1 FROM events e WHERE e.case_id = d.case_id AND e.at = d.ended_at
      AND (e.tag = 'clock:met' AND e.detail ->> 'answer' = CAST(:step AS text)
              AND d.key = 'clock:' || (e.detail ->> 'rule')
          OR e.tag IN ('clock:met', 'clock:stopped') AND e.step_id = CAST(:step AS uuid)
              AND d.reach IS NOT NULL
              AND split_part(d.key, ':', 2) = e.detail ->> 'obligation'))
  AND NOT EXISTS (SELECT 1 FROM deadlines n WHERE n.stage_id = d.stage_id AND n.key = d.key
      AND n.restarts > d.restarts)

-- name: owed_again
-- The same clock once more: what ended stays as it ended.
INSERT INTO deadlines (id, case_id, stage_id, centre_id, step_id, key, restarts, obliged_by, reach,
    rule, pack, holder, owner_id, starts_at, due_at, yellow_at, red_at, provisional, printable,
    receipt, state)
SELECT :new, case_id, stage_id, centre_id, step_id, key, restarts + 1, obliged_by, reach, rule,
    pack, holder, owner_id, starts_at, due_at, yellow_at, red_at, provisional, printable, receipt,
    'running'
FROM deadlines WHERE id = :id

-- name: given
-- An answer that somebody looks at, and where it stands; nothing is locked.
SELECT s.id, s.case_id, s.stage_id, s.position, s.kind, s.state, s.done_by,
    g.state AS stage_state, c.state AS case_state
FROM steps s JOIN stages g ON g.id = s.stage_id JOIN cases c ON c.id = s.case_id WHERE s.id = :step
