-- One case: everything its page shows, each list with an end.

-- name: case
SELECT c.id, c.id AS case_id, c.number, c.child_id, c.state, c.locality, c.pack, c.opened_at,
    c.closed_at, c.practice, h.identity, e.facts->>'name' AS centre,
    (SELECT k.began_at FROM custodies k WHERE k.case_id = c.id AND k.ended_at IS NULL
        ORDER BY k.began_at LIMIT 1) AS custody_began_at
FROM cases c JOIN children h ON h.id = c.child_id JOIN centres e ON e.id = c.centre_id
WHERE c.id = :case LIMIT 1

-- name: stages
-- With the reason for which a person took it back, where one did.
SELECT * FROM (SELECT g.id, g.name, g.ordinal, g.is_main, g.state, g.outcome, g.opened_at,
    g.closed_at, g.reason, w.id AS withdrawn_step_id, w.reason AS withdrawn_reason
FROM stages g LEFT JOIN LATERAL (
    SELECT s.id, s.reason FROM steps s WHERE s.stage_id = g.id AND NOT g.is_main
      AND g.state = 'interrupted' AND s.state = 'cancelled' AND s.reason IS NOT NULL
    ORDER BY s.position, s.id LIMIT 1
) w ON true
WHERE g.case_id = :case ORDER BY g.ordinal DESC LIMIT 300) newest ORDER BY ordinal

-- name: open_steps
SELECT {step_columns} FROM steps s {step_tables} {live_deadline}
WHERE s.case_id = :case AND s.state = 'open'
ORDER BY light, s.due_at NULLS LAST, s.opened_at, s.position, s.key LIMIT 300

-- name: steps
SELECT s.id, {step_titles}, s.round, s.state, s.holder, s.owner_role, s.due_at, s.opened_at,
    s.viewed_at, s.done_at, s.done_on, g.name AS stage, {was_late} AS met_late,
    s.result ? 'not_yet' AS not_yet,
    o.name AS owner, a.name AS absent, b.name AS done_by_name
FROM steps s JOIN stages g ON g.id = s.stage_id
LEFT JOIN officers o ON o.id = s.owner_id LEFT JOIN officers a ON a.id = s.stands_in_for
LEFT JOIN officers b ON b.id = s.done_by
WHERE s.case_id = :case AND s.kind <> 'effect'
ORDER BY s.opened_at DESC, g.ordinal DESC, s.position DESC, s.key DESC LIMIT 300

-- name: papers
SELECT p.id AS paper_id, p.full_number, p.title, v.id, v.version, v.made_at, v.sha256, v.void,
    g.name AS stage, coalesce(n.signed, 0) AS signed, coalesce(n.to_sign, 0) AS to_sign
FROM papers p JOIN paper_versions v ON v.paper_id = p.id JOIN stages g ON g.id = p.stage_id
LEFT JOIN (
    SELECT version_id, count(*) FILTER (WHERE state = 'approved') AS signed,
        count(*) FILTER (WHERE state <> 'void') AS to_sign
    FROM signatures WHERE case_id = :case GROUP BY version_id
) n ON n.version_id = v.id
WHERE p.case_id = :case ORDER BY g.ordinal DESC, p.year DESC, p.number DESC, v.version DESC LIMIT 300

-- name: team
SELECT t.officer_id, t.lead, t.joined_at, o.name, o.roles, o.active FROM case_team t
JOIN officers o ON o.id = t.officer_id
WHERE t.case_id = :case AND t.left_at IS NULL ORDER BY t.lead DESC, t.joined_at, o.account LIMIT 300

-- name: guardians
SELECT id, identity FROM case_persons WHERE case_id = :case AND kind = 'guardian'
ORDER BY ordinal LIMIT 100

-- name: deadlines
-- What runs, the next due first; then what ended, the newest first.
SELECT d.id, d.rule, d.state, d.due_at, d.met_late, d.receipt->>'title' AS title,
    {clock_light} AS light, d.provisional AS is_provisional, d.receipt->>'confirmed' AS confirmed,
    g.name AS stage, d.state = 'suspended' AS stands_still, {step_titles}
FROM deadlines d JOIN stages g ON g.id = d.stage_id LEFT JOIN steps s ON s.id = d.step_id
WHERE d.case_id = :case AND d.reach IS NULL
ORDER BY (d.state NOT IN ('running', 'suspended')),
    CASE WHEN d.state IN ('running', 'suspended') THEN d.due_at END, d.due_at DESC, d.key,
    d.restarts DESC LIMIT 300

-- name: events
SELECT e.seq, e.tag, e.at, e.detail, o.name AS actor, g.name AS stage, {step_titles},
    w.name AS about_officer
FROM (SELECT * FROM events WHERE case_id = :case AND seq < :before ORDER BY seq DESC LIMIT 101) e
LEFT JOIN officers o ON o.id = e.actor_id LEFT JOIN stages g ON g.id = e.stage_id
LEFT JOIN steps s ON s.id = e.step_id LEFT JOIN officers w ON w.id::text = e.detail->>'officer'
ORDER BY e.seq DESC

-- name: deadline
SELECT d.id, d.case_id, d.state, d.reach, d.obliged_by, c.number, g.name AS stage
FROM deadlines d JOIN cases c ON c.id = d.case_id JOIN stages g ON g.id = d.stage_id
WHERE d.id = :id LIMIT 1

-- name: same_child
SELECT s.id, s.number, c.id IS NOT NULL AS is_seen
FROM hutong_same_child(:case) s LEFT JOIN cases c ON c.id = s.id
ORDER BY s.number
