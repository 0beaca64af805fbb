-- name: of_case
-- The child of a case, and its guardians; sealed.
SELECT h.id, h.identity, true AS is_child
FROM cases c JOIN children h ON h.id = c.child_id WHERE c.id = :case
UNION ALL
SELECT p.id, p.identity, false FROM case_persons p WHERE p.case_id = :case
