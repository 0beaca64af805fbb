-- name: knows_child
SELECT EXISTS (SELECT 1 FROM children WHERE id = :child)

-- name: add_child
INSERT INTO children (id, centre_id, identity) VALUES (:child, :centre, :identity)

-- name: child
SELECT identity FROM children WHERE id = :child

-- name: write_child
UPDATE children SET identity = :identity, id_number_hash = :hash WHERE id = :child

-- name: guardians
SELECT id, identity FROM case_persons WHERE case_id = :case AND kind = 'guardian' ORDER BY ordinal

-- name: keep_guardian
INSERT INTO case_persons (id, case_id, kind, ordinal, identity)
VALUES (:person, :case, 'guardian', :ordinal, :identity)
ON CONFLICT (id) DO UPDATE SET identity = excluded.identity

-- name: retire_guardians
-- Nothing of a person is deleted: under a kind of its own nobody reads it as a guardian.
UPDATE case_persons SET kind = left('former ' || id, 32)
WHERE case_id = :case AND kind = 'guardian' AND ordinal > :most

-- name: whose
-- Whose case it is, and whether what is kept of the people rests on its answers alone.
SELECT c.child_id, NOT EXISTS (SELECT 1 FROM events e WHERE e.case_id = c.id
        AND e.tag = 'identity:corrected' AND e.step_id IS NULL) AS by_answers,
    (SELECT count(*) FROM cases o WHERE o.child_id = c.child_id) = 1 AS only_case
FROM cases c WHERE c.id = :case
