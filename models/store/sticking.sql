-- What the program could not do because of an answer: whose answer it was.

-- name: answer
-- The newest answer before it: of its stage, else of its case.
SELECT a.id, a.form, a.about, a.key, a.turn, a.done_by FROM steps a JOIN stages ag ON ag.id = a.stage_id
WHERE a.case_id = s.case_id AND a.kind = 'ask' AND a.state = 'done'
  AND (a.stage_id <> s.stage_id OR a.position < s.position)
ORDER BY a.stage_id = s.stage_id DESC, a.done_at DESC, a.position DESC LIMIT 1

-- name: columns
s.id, s.case_id, s.centre_id, s.attempts, s.failure, s.kind, s.key, s.form, s.paper, s.about, s.turn,
    c.number, a.id AS answer_id, a.form AS answer_form, a.key AS answer_key, a.about AS answer_about,
    a.turn AS answer_turn, a.done_by AS author_id
FROM steps s JOIN cases c ON c.id = s.case_id JOIN stages g ON g.id = s.stage_id
LEFT JOIN LATERAL ({answer}) a ON true

-- name: one
SELECT {columns} WHERE s.stage_id = :stage AND s.key = :key AND s.state = 'open'

-- name: mine
-- Of my own answers; of everybody's where I lead.
SELECT {columns} WHERE s.centre_id = :centre AND s.state = 'open' AND s.failure IS NOT NULL
  AND g.state = 'open' AND (:all OR a.done_by = :me) ORDER BY s.opened_at, s.id LIMIT 50
