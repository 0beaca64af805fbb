-- name: lock
SELECT id, centre_id, child_id, state, pack, locality FROM cases WHERE id = :case
FOR NO KEY UPDATE

-- name: lock_of_stage
SELECT 1 FROM cases WHERE id = (SELECT case_id FROM stages WHERE id = :stage) FOR NO KEY UPDATE

-- name: hold
SELECT pg_advisory_xact_lock(hashtextextended(CAST(:case AS text), 0))

-- name: is_there
SELECT EXISTS (SELECT 1 FROM cases WHERE id = :case)

-- name: centre
SELECT facts->>'short' AS short, coalesce(facts->>'locality_pack', '') AS locality
FROM centres WHERE id = :centre

-- name: add
INSERT INTO cases
    (id, centre_id, child_id, number, state, locality, pack, opened_at, practice)
VALUES (:id, :centre_id, :child_id, :number, 'open', :locality, :pack, :opened_at, :practice)

-- name: whole
SELECT c.number, c.opened_at, c.child_id, c.pack, c.locality, h.identity, e.facts,
    (SELECT k.began_at FROM custodies k WHERE k.case_id = c.id AND k.ended_at IS NULL
      ORDER BY k.began_at LIMIT 1) AS custody_began_at,
    (SELECT n.id FROM calendar_notices n WHERE n.ordinal IS NOT NULL
      ORDER BY n.ordinal DESC LIMIT 1) AS calendar,
    (SELECT jsonb_object_agg(g.ordinal, s.result) FROM steps s
      JOIN stages g ON g.id = s.stage_id
      WHERE s.case_id = c.id AND s.key = 'lay:windows' AND s.state = 'done') AS windows,
    (SELECT coalesce(jsonb_agg(x), '[]') FROM ({custodies}) x) AS custodies,
    (SELECT coalesce(jsonb_agg(x), '[]') FROM ({clocks}) x) AS clocks,
    (SELECT coalesce(jsonb_agg(x), '[]') FROM ({numbers}) x) AS papers,
    (SELECT coalesce(jsonb_agg(x), '[]') FROM ({signed}) x) AS signed
FROM cases c JOIN centres e ON e.id = c.centre_id JOIN children h ON h.id = c.child_id
WHERE c.id = :case

-- name: signed
SELECT s.paper, g.name AS stage, g.ordinal, s.turn, s.done_at AS at
FROM steps s JOIN stages g ON g.id = s.stage_id
WHERE s.case_id = :case AND s.kind = 'approve' AND s.state = 'done'
ORDER BY s.done_at, s.id

-- name: custodies
SELECT began_at, ended_at FROM custodies WHERE case_id = :case ORDER BY began_at, id

-- name: numbers
-- Every document, in the order of its stages.
SELECT p.paper, p.full_number FROM papers p JOIN stages g ON g.id = p.stage_id
WHERE p.case_id = :case ORDER BY g.ordinal, p.year, p.number, p.series, p.id

-- name: clocks
-- A date that stands still is not certain.
SELECT rule, due_at, printable AND state = 'running' AS printable FROM deadlines
WHERE case_id = :case AND state IN ('running', 'suspended') AND reach IS NULL
-- A whole order, the clocks of the case last: what is written from a record is compared with it
-- later, to the letter, and a step may have its deadline from the same rule.
ORDER BY step_id IS NULL, starts_at, restarts, id

-- name: centre_code
SELECT e.code FROM cases c JOIN centres e ON e.id = c.centre_id WHERE c.id = :case

-- name: close
UPDATE cases SET state = 'closed', closed_at = :at WHERE id = :case

-- name: reopen
UPDATE cases SET state = 'open', closed_at = NULL WHERE id = :case
