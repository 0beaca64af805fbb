-- name: look
-- A case somebody works on at this moment is left for the next pass: the watch waits for nobody.
SELECT d.id, d.case_id, d.stage_id, d.step_id, d.rule, d.pack, d.holder, d.starts_at, d.due_at,
    d.state, d.ended_at, d.yellow_at, d.red_at, c.centre_id, c.locality,
    coalesce(s.owner_id, d.owner_id, CASE WHEN d.reach IS NOT NULL THEN
        (SELECT t.officer_id FROM case_team t WHERE t.case_id = d.case_id AND t.lead
            AND t.left_at IS NULL ORDER BY t.joined_at LIMIT 1) END) AS owner_id, s.kind, s.opened_at, s.done_on,
    (SELECT min(p.first_on) FROM deadline_suspensions p WHERE p.deadline_id = d.id
        AND (d.ended_at AT TIME ZONE 'Asia/Shanghai')::date
            BETWEEN p.first_on AND coalesce(p.last_on, 'infinity')) AS stood_still_from
FROM deadlines d JOIN cases c ON c.id = d.case_id LEFT JOIN steps s ON s.id = d.step_id
WHERE d.watch_at <= :now AND (CAST(:only AS uuid) IS NULL OR d.id = :only)
ORDER BY d.watch_at, d.id LIMIT :most
FOR NO KEY UPDATE OF c, d SKIP LOCKED

-- name: waiting
SELECT id FROM deadlines WHERE watch_at <= :now ORDER BY watch_at, id LIMIT :most

-- name: look_again
UPDATE deadlines SET watch_at = :at WHERE id = :deadline

-- name: told
SELECT DISTINCT r.deadline_id, r.hours, r.tell FROM rungs r
JOIN deadlines d ON d.id = r.deadline_id AND d.due_at = r.due_at
WHERE r.deadline_id = ANY (:deadlines)

-- name: set_next
UPDATE deadlines d SET watch_at = n.at, yellow_at = n.yellow, red_at = n.red
FROM unnest(CAST(:ids AS uuid[]), CAST(:ats AS timestamptz[]), CAST(:yellows AS timestamptz[]),
    CAST(:reds AS timestamptz[])) AS n(id, at, yellow, red)
WHERE d.id = n.id

-- name: nobodys
-- A step whose owner has left, or that never had one; each leader hears once.
WITH nobody AS (
    SELECT id FROM steps WHERE state = 'open' AND owner_id IS NULL
    UNION SELECT s.id FROM officers o JOIN steps s ON s.owner_id = o.id AND s.state = 'open'
        WHERE NOT o.active
    UNION SELECT step_id FROM signatures WHERE state = 'open' AND officer_id IS NULL
    UNION SELECT n.step_id FROM officers o JOIN signatures n ON n.officer_id = o.id
        AND n.state = 'open' WHERE NOT o.active
)
SELECT s.id AS step_id, s.case_id, c.centre_id, s.kind, CAST(NULL AS uuid) AS owner_id, r.hours,
    r.tell
FROM nobody JOIN steps s ON s.id = nobody.id JOIN cases c ON c.id = s.case_id
JOIN stages g ON g.id = s.stage_id
JOIN (VALUES (0, 'supervisor'), (24, 'director')) AS r(hours, tell)
    ON s.opened_at + make_interval(hours => r.hours) <= :now
WHERE s.kind IN ('ask', 'approve') AND s.state = 'open' AND g.state = 'open' AND NOT EXISTS (
    SELECT 1 FROM rungs t WHERE t.step_id = s.id AND t.deadline_id IS NULL AND t.tell = r.tell)
ORDER BY s.opened_at, r.hours LIMIT :most

-- name: write_rungs
INSERT INTO rungs (id, case_id, centre_id, deadline_id, step_id, due_at, hours, tell, officer_id,
    notice_id, at)
SELECT gen_random_uuid(), case_id, centre_id, deadline_id, step_id, due_at, hours, tell, officer_id,
    notice_id, at
FROM jsonb_populate_recordset(CAST(NULL AS rungs), CAST(:rungs AS jsonb))

-- name: children
SELECT c.id AS case_id, c.child_id, c.centre_id, c.pack, c.locality, EXISTS (
    SELECT 1 FROM stages g WHERE g.case_id = c.id AND g.name = 'majority') AS opened
FROM cases c WHERE c.state = 'open' AND c.child_look_at <= :now AND NOT c.id = ANY (:seen)
ORDER BY c.child_look_at, c.id LIMIT 500 FOR NO KEY UPDATE SKIP LOCKED

-- name: look_at_child
UPDATE cases SET child_look_at = :at WHERE id = :case
