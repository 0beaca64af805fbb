-- name: in_case
-- Visits are owed where a finding broke the last follow-up off, and since then no other began, the
-- case was not diverted to its closing, and the child was not taken in.
SELECT s.id, s.case_id, s.centre_id, s.name, s.ordinal, s.is_main, s.state, s.opened_at, s.fence,
    hutong_calendar_head() AS calendar, hutong_own_targets(s.centre_id) AS own,
    c.pack, c.locality, c.child_id,
    (SELECT k.began_at FROM custodies k
      WHERE k.case_id = s.case_id AND k.ended_at IS NULL
      ORDER BY k.began_at LIMIT 1) AS custody_began_at,
    (SELECT p.outcome FROM stages p
      WHERE p.case_id = s.case_id AND p.name = 'consultation' AND p.state = 'closed'
      ORDER BY p.ordinal DESC LIMIT 1) AS conclusion,
    EXISTS (SELECT 1 FROM stages f
        WHERE f.case_id = s.case_id AND f.name = 'follow_up' AND f.outcome = 'reintervene'
          AND NOT EXISTS (SELECT 1 FROM stages l WHERE l.case_id = f.case_id
            AND l.ordinal > f.ordinal AND (l.name = 'follow_up'
              OR (l.name = 'closure' AND l.opened_by_key = 'divert:closure')))
          AND NOT EXISTS (SELECT 1 FROM steps b WHERE b.case_id = f.case_id
            AND b.key = 'custody:begin' AND b.state = 'done'
            AND b.done_at >= f.closed_at)) AS owes_visits,
    (SELECT max(b.opened_at) FROM stages b WHERE b.case_id = s.case_id AND b.name = s.name
        AND b.ordinal < s.ordinal) AS opened_before,
    (SELECT coalesce(jsonb_agg(x), '[]') FROM ({last_signed}) x) AS signed,
    (SELECT coalesce(jsonb_agg(x), '[]') FROM ({entries}) x) AS entries
FROM stages s JOIN cases c ON c.id = s.case_id
WHERE s.id = :stage

-- name: last_signed
SELECT a.paper, max(a.done_at) AS at FROM steps a
WHERE a.case_id = s.case_id AND a.kind = 'approve' AND a.state = 'done' GROUP BY a.paper

-- name: entries
-- Rounds that were returned or voided come too, for their number alone.
SELECT id, kind, key, paper, about, turn, round, position, state, form, taken_up_at IS NOT NULL AS taken_up, result, attempts,
    CASE WHEN state <> 'superseded' THEN answer END AS answer
FROM steps WHERE stage_id = :stage ORDER BY position, key

-- name: add
WITH opened AS ({open_stages})
{wake_them} FROM opened

-- name: close
WITH ended AS (
    UPDATE stages SET state = 'closed', outcome = :outcome, closed_at = :now, leased_until = NULL
    WHERE id = :stage AND state = 'open'
), {cancelled}

-- name: interrupt
-- A run that read the journal before this must not go on from what it read.
WITH ended AS (
    UPDATE stages SET state = 'interrupted', outcome = 'interrupted', closed_at = :now,
        leased_until = NULL, fence = fence + 1
    WHERE id = :stage
), {cancelled}

-- name: cancelled
-- What the stage leaves open is cancelled, and what waited for it falls and stops with it. A stage
-- that ends by itself leaves the documents that were asked for to be made. The
-- stage's own clocks run on: no step waited for them. With it the workers are woken.
cancelled AS (
    UPDATE steps SET state = 'cancelled', done_at = :now
    WHERE stage_id = :stage AND state = 'open' AND (:papers_too OR kind <> 'issue') RETURNING id
), signatures_fell AS (
    UPDATE signatures SET state = 'void'
    WHERE step_id IN (SELECT id FROM cancelled) AND state IN ('open', 'pending')
), deadlines_stopped AS (
    {stop_deadlines} AND stage_id = :stage
        AND (step_id IN (SELECT id FROM cancelled) OR reach = 'stage')
)
SELECT cancelled.id
FROM (SELECT pg_notify('hutong_stage', CAST(:stage AS text))) AS woken LEFT JOIN cancelled ON true

-- name: wake
{wake_them} FROM unnest(CAST(:stages AS uuid[])) AS woken(id)

-- name: open_others
SELECT id, name, is_main FROM stages WHERE case_id = :case AND state = 'open' AND id <> :this
ORDER BY ordinal FOR UPDATE

-- name: open_side
SELECT id FROM stages WHERE case_id = :case AND name = :name AND state = 'open' LIMIT 1

-- name: child_left
-- A reception whose child has left waits for papers, and receives nobody.
SELECT EXISTS (SELECT 1 FROM steps b WHERE b.stage_id = :stage AND b.key = 'custody:begin')
  AND NOT EXISTS (SELECT 1 FROM stages g JOIN custodies k ON k.case_id = g.case_id
    WHERE g.id = :stage AND k.ended_at IS NULL)

-- name: ever_opened
SELECT EXISTS (SELECT 1 FROM stages WHERE case_id = :case AND name = :name)

-- name: child_died
-- A death was recorded: with it the main line went to closure. What a record says that was put
-- right, only its reader knows.
SELECT EXISTS (SELECT 1 FROM steps s JOIN stages g ON g.id = s.stage_id
    WHERE g.case_id = :case AND g.name = 'death' AND s.key = 'divert:closure' AND s.state = 'done'
      AND NOT EXISTS (SELECT 1 FROM steps r WHERE r.stage_id = g.id AND r.form = 'death-record'
        AND r.state = 'done' AND r.corrects IS NOT NULL))

-- name: untouched_since
-- Begun, and nothing in it done yet by a person.
SELECT opened_at FROM stages g WHERE case_id = :case AND name = :name AND state = 'open'
  AND NOT EXISTS (SELECT 1 FROM steps WHERE stage_id = g.id AND kind = 'ask'
    AND state IN ('done', 'superseded'))
ORDER BY opened_at DESC LIMIT 1

-- name: last_main
SELECT name, outcome FROM stages WHERE case_id = :case AND is_main AND state <> 'open'
ORDER BY ordinal DESC LIMIT 1

-- name: open_main
SELECT name FROM stages WHERE case_id = :case AND is_main AND state = 'open'

-- name: open_sides
SELECT count(*) FROM stages WHERE case_id = :case AND state = 'open' AND NOT is_main

-- name: to_withdraw
SELECT g.id, g.case_id, g.centre_id, g.state, g.is_main, g.reason IS NOT NULL AS by_person,
    c.state AS case_state
FROM stages g JOIN cases c ON c.id = g.case_id WHERE g.id = :stage
