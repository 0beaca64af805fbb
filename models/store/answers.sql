-- name: of_case
-- One that was put right stands where it was given first.
SELECT s.id, s.form, s.about, s.turn, s.answer, coalesce(s.given_at, s.done_at) AS done_at,
    s.done_on, g.name AS stage, g.ordinal,
    coalesce(o.name, '') AS officer
FROM steps s JOIN stages g ON g.id = s.stage_id LEFT JOIN officers o ON o.id = s.done_by
WHERE s.case_id = :case AND s.kind = 'ask' AND s.state = 'done'
ORDER BY coalesce(s.given_at, s.done_at), g.ordinal, s.position, s.key, s.id

-- name: graded
SELECT id, form, answer FROM steps
WHERE case_id = :case AND state = 'done' AND form IN ('assessment', 'transfer-request')
ORDER BY coalesce(given_at, done_at) DESC, position DESC

-- name: earlier_forms
SELECT f.id, f.key, f.round, f.position, f.form, f.about, f.done_by
FROM steps f JOIN steps a ON a.stage_id = f.stage_id
WHERE a.id = :step AND f.kind = 'ask' AND f.state = 'done' AND f.position < a.position
ORDER BY f.position, f.key

-- name: beginning
-- Since when a step could be done: its deadline's start, or the fact it followed upon.
SELECT (SELECT min(d.starts_at) FROM deadlines d WHERE d.step_id = s.id) AS starts_at,
    s.opened_at,
    (SELECT coalesce(p.done_on, (p.done_at AT TIME ZONE 'Asia/Shanghai')::date) FROM steps p
        WHERE p.case_id = s.case_id AND p.kind = 'ask' AND p.id <> s.id
          AND p.state IN ('done', 'superseded') AND p.done_at <= s.opened_at
        ORDER BY p.done_at DESC, p.position DESC LIMIT 1) AS followed
FROM steps s WHERE s.id = :step

-- name: done_by_people
SELECT kind, form FROM steps
WHERE stage_id = :stage AND state = 'done' AND kind IN ('ask', 'approve') ORDER BY position DESC

-- name: to_forms
-- The newest first.
SELECT s.id, s.form, s.about, s.turn, s.answer, coalesce(s.given_at, s.done_at) AS done_at,
    s.done_on, g.name AS stage, g.ordinal, '' AS officer
FROM steps s JOIN stages g ON g.id = s.stage_id
WHERE s.case_id = :case AND s.kind = 'ask' AND s.state = 'done' AND s.form = ANY (:forms)
ORDER BY coalesce(s.given_at, s.done_at) DESC, s.id
