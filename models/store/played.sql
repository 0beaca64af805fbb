-- A case looked at from outside, as who plays and judges it sees it.

-- name: steps
SELECT s.id, s.kind, s.key, s.form, s.paper, s.about, s.turn, s.round, s.position, s.state,
    s.owner_id, s.owner_role, s.holder, s.rule, s.due_at, s.no_due_reason, s.opened_at,
    s.done_at, s.done_on, s.stands_in_for, s.stage_id,
    g.name AS stage, g.ordinal, g.is_main, g.state AS stage_state,
    o.account AS owner, o.name AS owner_name, b.account AS done_by, b.name AS done_by_name,
    f.name AS stands_in_for_name,
    l.state AS deadline_state, {was_late} AS met_late, l.id AS deadline_id
FROM steps s JOIN stages g ON g.id = s.stage_id
LEFT JOIN officers o ON o.id = s.owner_id
LEFT JOIN officers b ON b.id = s.done_by
LEFT JOIN officers f ON f.id = s.stands_in_for
{newest_deadline}
WHERE s.case_id = :case
ORDER BY s.opened_at, g.ordinal, s.position, s.key, s.round

-- name: turns
SELECT g.officer_id, o.account
FROM signatures g
LEFT JOIN officers o ON o.id = g.officer_id
WHERE g.step_id = :step AND g.state = 'open'
ORDER BY g.ordinal

-- name: stages
SELECT id, name, ordinal, is_main, state, outcome, opened_at, closed_at
FROM stages
WHERE case_id = :case
ORDER BY ordinal

-- name: of_case
SELECT c.id, c.number, c.state, c.child_id, c.opened_at, c.closed_at, e.code AS centre,
    e.id AS centre_id,
    EXISTS (SELECT 1 FROM custodies k WHERE k.case_id = c.id AND k.ended_at IS NULL) AS in_custody,
    (SELECT max(d.due_at) FROM deadlines d JOIN stages g ON g.id = d.stage_id
     WHERE g.case_id = c.id AND d.rule = '3.2' AND d.state = 'running') AS custody_until
FROM cases c
JOIN centres e ON e.id = c.centre_id
WHERE c.id = :case

-- name: papers
SELECT p.paper, p.about, p.full_number, p.title, v.version, v.file_name, v.issued_on, v.made_at,
    v.void, v.sha256, v.size, v.id AS version_id, f.content, g.name AS stage
FROM papers p
JOIN paper_versions v ON v.paper_id = p.id
JOIN files f ON f.version_id = v.id
JOIN stages g ON g.id = p.stage_id
WHERE p.case_id = :case
ORDER BY v.made_at, p.number, v.version

-- name: deadlines
SELECT d.id, d.key, d.rule, d.pack, d.holder, d.starts_at, d.due_at, d.provisional, d.printable,
    d.receipt, d.state, d.ended_at, d.met_late, g.name AS stage, o.name AS owner_name
FROM deadlines d
JOIN stages g ON g.id = d.stage_id
LEFT JOIN officers o ON o.id = d.owner_id
WHERE d.case_id = :case
ORDER BY d.starts_at, d.due_at, d.key

-- name: moves
SELECT deadline_id, at, old_due_at, new_due_at
FROM deadline_changes
WHERE case_id = :case
ORDER BY at

-- name: signatures
SELECT g.step_id, g.ordinal, g.role, g.state, g.decided_at, o.name AS decided_by
FROM signatures g
LEFT JOIN officers o ON o.id = g.decided_by
WHERE g.case_id = :case
ORDER BY g.step_id, g.ordinal

-- name: next_window
-- Its timer has been set, and its visit is not yet recorded.
SELECT w.key, w.due_at AS opens_at, v.due_at AS closes_at
FROM steps w JOIN stages g ON g.id = w.stage_id
LEFT JOIN steps v ON v.stage_id = w.stage_id AND v.state <> 'superseded'
    AND v.key = replace(w.key, 'wait:', 'ask:visit:')
WHERE w.case_id = :case AND g.state = 'open' AND w.kind = 'timer'
    AND w.key LIKE 'wait:window-%' AND w.state <> 'superseded'
    AND (v.id IS NULL OR v.state = 'open')
ORDER BY w.due_at LIMIT 1

-- name: next_cover
SELECT min(at) FROM (
    SELECT from_at AS at FROM absences WHERE ended_at IS NULL
    UNION ALL SELECT until_at FROM absences WHERE ended_at IS NULL
) a WHERE at > :now

-- name: children
SELECT DISTINCT c.child_id, c.pack, c.locality FROM cases c
WHERE c.state = 'open' AND NOT EXISTS (
    SELECT 1 FROM stages g WHERE g.case_id = c.id AND g.name = 'majority')

-- name: sealed_answer
SELECT answer FROM steps WHERE id = :step

-- name: orders
SELECT id, state FROM supervision_orders WHERE case_id = :case ORDER BY ordered_at, id

-- name: cards
SELECT k.id, k.colour, o.account, k.withdrawn_at IS NULL AND NOT k.in_time AS stands
FROM cards k LEFT JOIN officers o ON o.id = k.officer_id
WHERE k.case_id = :case ORDER BY k.at, k.colour

-- name: reminders
SELECT deadline_id, step_id FROM rungs WHERE case_id = :case
GROUP BY deadline_id, step_id, due_at, hours ORDER BY due_at, hours

-- name: chasers
SELECT step_id FROM chasers WHERE case_id = :case ORDER BY at, id
