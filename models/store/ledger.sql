-- A deadline that people and law move: read with what interrupted it, moved, stopped for a while,
-- let run again; and the two ledgers that keep how it came.

-- name: lock
-- A statement of its own: one that waits for the lock still sees the tables it joins as they were
-- when it began to wait.
SELECT 1 FROM cases WHERE id = (SELECT case_id FROM deadlines WHERE id = :id) FOR NO KEY UPDATE

-- name: columns
d.id, d.case_id, d.stage_id, d.centre_id, d.step_id, d.key, d.restarts,
    d.obliged_by, d.reach, d.rule, d.pack, d.holder,
    d.owner_id, d.starts_at, d.due_at, d.provisional, d.printable, d.receipt, d.state,
    hutong_ledger(d.id) AS ledger, c.locality, c.state AS case_state,
    (SELECT t.officer_id FROM case_team t WHERE t.case_id = d.case_id AND t.lead
        AND t.left_at IS NULL ORDER BY t.joined_at LIMIT 1) AS lead_id

-- name: read
SELECT {columns} FROM deadlines d JOIN cases c ON c.id = d.case_id WHERE d.id = :id

-- name: of_custody
-- The clocks of temporary guardianship that count, each with when its own span began. One that a
-- person began anew runs from the event they named.
SELECT d.id, k.began_at FROM deadlines d
JOIN custodies k ON k.stage_id = d.stage_id AND k.ended_at IS NULL
WHERE d.case_id = :case AND d.state = 'running' AND d.restarts = 0
    AND d.key LIKE 'clock:3.%'
ORDER BY d.id FOR UPDATE OF d

-- name: round_before
-- The deadline of the round before: as it stands, and as it was first counted.
SELECT d.id, o.rule AS first_rule, o.starts_at AS first_start
FROM deadlines d JOIN deadlines o ON o.stage_id = d.stage_id AND o.key = d.key AND o.restarts = 0
WHERE d.stage_id = :stage AND d.key = :key ORDER BY d.restarts DESC LIMIT 1

-- name: move
UPDATE deadlines SET rule = :rule, starts_at = :starts, due_at = :due, provisional = :provisional,
    printable = :printable, receipt = CAST(:receipt AS jsonb)
WHERE id = :id

-- name: put_off
UPDATE deadlines SET due_at = :due, receipt = CAST(:receipt AS jsonb) WHERE id = :id

-- name: show
WITH shown AS (
    UPDATE deadlines SET state = CAST(:state AS text) WHERE id = :id AND {deadline_live}
    RETURNING step_id, key
)
UPDATE steps SET due_at = :due, no_due_reason = :reason
WHERE id = (SELECT step_id FROM shown WHERE {is_shown}) AND state = 'open'

-- name: leave
-- The old count keeps its key and its receipt, and lets the step go.
UPDATE deadlines SET {deadline_stopped}, step_id = NULL
WHERE id = :id AND {deadline_live}

-- name: over
-- Suspended until a day that is past; what stands still without an entry (the visits to a child that
-- is missing) goes on by itself. A case that somebody holds is left for the next pass.
SELECT d.id FROM deadlines d JOIN cases c ON c.id = d.case_id
WHERE d.state = 'suspended' AND (CAST(:only AS uuid) IS NULL OR d.id = :only)
    AND (EXISTS (SELECT 1 FROM deadline_suspensions p WHERE p.deadline_id = d.id)
        OR NOT EXISTS (SELECT 1 FROM steps v WHERE v.id = d.step_id AND v.form = 'visit'))
    AND NOT EXISTS (
        SELECT 1 FROM deadline_suspensions p WHERE p.deadline_id = d.id
          AND (p.last_on IS NULL OR p.last_on >= :today)
    ) ORDER BY d.case_id, d.id FOR NO KEY UPDATE OF c SKIP LOCKED

-- name: is_known
SELECT EXISTS (SELECT 1 FROM deadlines WHERE id = :id)
    OR EXISTS (SELECT 1 FROM deadline_suspensions WHERE id = :id)
    OR EXISTS (SELECT 1 FROM deadline_changes WHERE id = :id)

-- name: suspend
INSERT INTO deadline_suspensions (id, case_id, deadline_id, first_on, last_on, ground, document,
    reason, by_id, recorded_at, lifted_by, lifted_at)
VALUES (:id, :case_id, :deadline_id, :first_on, :last_on, :ground, :document, :reason, :by_id,
    :recorded_at, :lifted_by, :lifted_at)

-- name: lift
UPDATE deadline_suspensions SET last_on = :last, lifted_by = :by, lifted_at = :now
WHERE deadline_id = :id AND (last_on IS NULL OR last_on > :last)

-- name: suspensions
SELECT p.id, p.case_id, p.deadline_id, p.first_on, p.last_on, p.ground, p.document, p.reason,
    p.by_id, p.recorded_at, p.lifted_by, p.lifted_at, b.name AS by_name, l.name AS lifted_by_name
FROM deadline_suspensions p
LEFT JOIN officers b ON b.id = p.by_id LEFT JOIN officers l ON l.id = p.lifted_by
WHERE p.deadline_id = :id ORDER BY p.first_on, p.recorded_at, p.id

-- name: keep
INSERT INTO deadline_changes (id, case_id, deadline_id, kind, step_id, at, old_due_at, new_due_at,
    length, unit, until_on, decided_on, decided_by, document, evidence_id, reason, by_id)
VALUES (:id, :case_id, :deadline_id, :kind, :step_id, :at, :old_due_at, :new_due_at, :length, :unit,
    :until_on, :decided_on, :decided_by, :document, :evidence_id, :reason, :by_id)

-- name: changes
SELECT h.id, h.case_id, h.deadline_id, h.kind, h.step_id, h.at, h.old_due_at, h.new_due_at,
    h.length, h.unit, h.until_on, h.decided_on, h.decided_by, h.document, h.evidence_id, h.reason,
    h.by_id, h.old_provisional, h.new_provisional, h.why, b.name AS by_name
FROM deadline_changes h LEFT JOIN officers b ON b.id = h.by_id
WHERE h.deadline_id = :id ORDER BY h.at, h.id
