-- Steps and papers of a case that show from when a deadline is counted, or a new event.

-- name: columns
s.id, s.kind, s.form, s.paper, s.done_at, s.done_on, o.name AS by_name
    FROM steps s LEFT JOIN officers o ON o.id = s.done_by

-- name: is_done
SELECT EXISTS (SELECT 1 FROM steps WHERE id = :step AND case_id = :case AND state = 'done')

-- name: newest
SELECT {columns} WHERE s.case_id = :case AND s.kind = 'ask' AND s.state = 'done'
ORDER BY s.done_at DESC, s.position DESC LIMIT :most

-- name: one
SELECT {columns} WHERE s.id = :id

-- name: by_form
SELECT {columns} WHERE s.case_id = :case AND s.form = ANY (:forms) AND s.kind = 'ask'
    AND s.state IN ('done', 'superseded') AND s.done_at <= :opened
    AND NOT s.result ? 'not_yet'
ORDER BY s.done_at DESC, s.position DESC LIMIT 1

-- name: last_before
SELECT {columns} WHERE s.case_id = :case AND s.kind IN ('ask', 'approve')
    AND s.state IN ('done', 'superseded') AND s.done_at <= :opened
ORDER BY s.done_at DESC, s.position DESC LIMIT 1

-- name: paper
SELECT p.title, p.full_number FROM papers p JOIN paper_versions v ON v.paper_id = p.id
WHERE p.case_id = :case AND p.paper = :paper AND NOT v.void
ORDER BY v.made_at DESC LIMIT 1

-- name: told_of
-- Of a deadline: case and stage, whose it is, when its step was done and recorded. A clock of the
-- case was opened by the effect that bears its key.
SELECT c.number, g.name AS stage, o.name AS owner_name, d.ended_at, d.met_late,
    coalesce(s.done_on, (s.done_at AT TIME ZONE 'Asia/Shanghai')::date) AS done_on,
    s.done_at, s.done_on IS NOT NULL AS entered_later,
    coalesce(s.opened_at, e.done_at, d.starts_at) AS opened_at
FROM deadlines d JOIN cases c ON c.id = d.case_id JOIN stages g ON g.id = d.stage_id
LEFT JOIN steps s ON s.id = d.step_id LEFT JOIN officers o ON o.id = d.owner_id
LEFT JOIN steps e ON e.stage_id = d.stage_id AND e.key = d.key AND e.kind = 'effect'
    AND e.state <> 'superseded'
WHERE d.id = :id

-- name: answered_last
SELECT max(done_at) FROM steps
WHERE case_id = :case AND form = ANY (:forms) AND kind = 'ask' AND state = 'done'
    AND NOT result ? 'not_yet'

-- name: guardianship_began
SELECT max(began_at) FROM custodies WHERE case_id = :case AND ended_at IS NULL

-- name: guardianship_ended
SELECT max(ended_at) FROM custodies WHERE case_id = :case
