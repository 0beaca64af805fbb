-- An answer put right by a new version of it: what rests on it, and what becomes of that.

-- name: supersede
-- The version so far is kept; its answer counts no more. A run that read it must not go on.
WITH fenced AS (UPDATE stages SET fence = fence + 1 WHERE id = :stage)
UPDATE steps SET state = 'superseded', reason = :reason WHERE id = :step

-- name: open_version
-- In the place of the version so far: its key, its position, the day of its act.
INSERT INTO steps (id, case_id, stage_id, centre_id, kind, key, about, turn, round, position, state,
    form, owner_role, owner_id, holder, rule, opened_at, viewed_at, taken_up_at, result, attempts,
    due_at, no_due_reason, done_on, corrects, given_at)
SELECT :new, case_id, stage_id, centre_id, kind, key, about, turn,
    (SELECT max(o.round) + 1 FROM steps o WHERE o.stage_id = s.stage_id AND o.key = s.key),
    position, 'open', form, owner_role, owner_id, holder, rule, opened_at, viewed_at, taken_up_at,
    result || jsonb_build_object('drafted_by', coalesce(result -> 'drafted_by', '[]')
        || to_jsonb(CAST(done_by AS text))), 0,
    due_at, no_due_reason, done_on, id, coalesce(given_at, done_at)
FROM steps s WHERE id = :step

-- name: give
UPDATE steps SET state = 'done', answer = :answer, done_at = :now, done_by = :by
WHERE id = :new

-- name: keep
INSERT INTO corrections (id, case_id, centre_id, step_id, at, by_id, reason, evidence, changed)
VALUES (:id, :case, :centre, :step, :at, :by, :reason, :evidence, :changed)

-- name: of_case
SELECT x.id, x.at, x.step_id, x.reason, x.evidence, x.changed, {by_name} AS by_name, s.kind, s.key,
    s.form, s.paper, s.about, s.turn
FROM corrections x LEFT JOIN steps s ON s.id = x.step_id
WHERE x.case_id = :case ORDER BY x.at DESC, x.id LIMIT 100

-- name: stages
-- Stages that may go another way, or in which something runs: open, or with a deadline that counts.
SELECT g.id, g.name, g.state, g.is_main, g.ordinal FROM stages g
WHERE g.case_id = :case AND (g.state = 'open' OR g.id = :stage OR EXISTS (
    SELECT 1 FROM deadlines d WHERE d.stage_id = g.id AND d.state IN ('running', 'suspended')))
ORDER BY g.ordinal

-- name: running
-- What counts now, but what a person began anew from an event they named, and orders.
SELECT d.id, d.key, d.stage_id, d.rule, s.key AS step_key
FROM deadlines d LEFT JOIN steps s ON s.id = d.step_id
WHERE d.case_id = :case AND d.state IN ('running', 'suspended') AND d.key NOT LIKE 'order:%'
  AND NOT EXISTS (SELECT 1 FROM deadline_changes h
    WHERE h.deadline_id = d.id AND h.kind = 'restart')
ORDER BY d.key, d.id

-- name: dues
SELECT d.id, d.due_at, d.receipt ->> 'title' AS title FROM deadlines d
WHERE d.case_id = :case AND d.state IN ('running', 'suspended') ORDER BY d.due_at, d.id

-- name: open_steps
SELECT s.id, s.kind, s.key, s.form, s.paper, s.about, s.turn, s.owner_id FROM steps s
WHERE s.case_id = :case AND s.state = 'open' AND s.kind <> 'effect' ORDER BY s.opened_at, s.key

-- name: given_signatures
SELECT n.id, p.title AS paper, o.name AS by_name, n.decided_by AS officer_id
FROM signatures n JOIN paper_versions v ON v.id = n.version_id JOIN papers p ON p.id = v.paper_id
LEFT JOIN officers o ON o.id = n.decided_by
WHERE n.case_id = :case AND n.state = 'approved' ORDER BY n.decided_at, n.id

-- name: standing
SELECT v.id, p.title, p.full_number, v.version FROM paper_versions v
JOIN papers p ON p.id = v.paper_id WHERE v.case_id = :case AND NOT v.void
ORDER BY v.made_at, v.id

-- name: resting
-- Documents that stand and were made from an answer that was put right since.
SELECT DISTINCT v.paper_id AS id, p.title, p.full_number, v.version
FROM paper_versions v JOIN papers p ON p.id = v.paper_id
JOIN steps s ON s.case_id = v.case_id AND v.sources -> 'steps' ? CAST(s.corrects AS text)
WHERE v.case_id = :case AND NOT v.void AND s.corrects IS NOT NULL
  AND v.version = (SELECT max(n.version) FROM paper_versions n WHERE n.paper_id = v.paper_id)

-- name: fix
UPDATE deadlines SET starts_at = :starts, due_at = :due, receipt = CAST(:receipt AS jsonb)
WHERE id = :id

-- name: began_otherwise
UPDATE custodies SET began_at = :at WHERE stage_id = :stage

-- name: ended_otherwise
-- The last span of the case, where it has ended.
UPDATE custodies SET ended_at = :at WHERE ended_at IS NOT NULL AND id = (
    SELECT k.id FROM custodies k WHERE k.case_id = :case ORDER BY k.began_at DESC LIMIT 1)

-- name: later_main
SELECT g.id FROM stages g WHERE g.case_id = :case AND g.is_main AND g.state = 'open'
  AND g.ordinal > (SELECT ordinal FROM stages WHERE id = :stage)

-- name: go_back
-- The stage goes on after this position; what it did to the world stays.
WITH overtaken AS (
    UPDATE steps SET state = 'superseded'
    WHERE stage_id = :stage AND state IN ('open', 'done', 'cancelled') AND position > :position
      AND (kind IN ('ask', 'approve', 'issue', 'timer') OR kind = 'effect' AND result ? 'pack')
    RETURNING id, key, round
), signatures_fell AS (
    UPDATE signatures SET state = 'void'
    WHERE step_id IN (SELECT id FROM overtaken) AND state IN ('open', 'pending', 'approved')
), deadlines_stopped AS (
    {stop_deadlines} AND step_id IN (SELECT id FROM overtaken)
), versions_fell AS (
    UPDATE paper_versions SET void = true WHERE NOT void AND step_id IN (SELECT id FROM overtaken)
), goes_on AS (
    UPDATE stages SET fence = fence + 1, state = 'open', outcome = NULL, closed_at = NULL
    WHERE id = :stage
)
SELECT id, key, round FROM overtaken

-- name: team
SELECT t.officer_id FROM case_team t JOIN officers o ON o.id = t.officer_id AND o.active
WHERE t.case_id = :case AND t.left_at IS NULL ORDER BY t.joined_at, t.officer_id

-- name: place
SELECT case_id, stage_id FROM steps WHERE id = :step

-- name: resting_on
-- Documents that stand and were made from this answer.
SELECT v.paper_id AS id, p.title, p.full_number, v.version
FROM paper_versions v JOIN papers p ON p.id = v.paper_id
WHERE v.case_id = :case AND NOT v.void AND v.sources -> 'steps' ? CAST(:step AS text)
  AND v.version = (SELECT max(n.version) FROM paper_versions n WHERE n.paper_id = v.paper_id)
ORDER BY p.full_number, v.id

-- name: try_again
-- What an answer kept a worker from doing is tried anew; its stages.
WITH again AS (
    UPDATE steps SET attempts = 0, failure = NULL
    WHERE case_id = :case AND state = 'open' AND failure IS NOT NULL RETURNING stage_id
)
SELECT DISTINCT stage_id FROM again
