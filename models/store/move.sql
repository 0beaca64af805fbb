-- name: centre_by_code
SELECT id, coalesce(facts->>'locality_pack', '') AS locality FROM centres WHERE code = :code

-- name: move
-- Every table whose rows are seen by centre and belong to the case; numbers, documents and the
-- chain keep the centre that made them.
WITH moved AS (
    UPDATE cases SET centre_id = :centre, locality = :locality WHERE id = :case RETURNING child_id
), child_moved AS (
    UPDATE children SET centre_id = :centre WHERE id = (SELECT child_id FROM moved)
), stages_moved AS (
    UPDATE stages SET centre_id = :centre WHERE case_id = :case
), steps_moved AS (
    UPDATE steps SET centre_id = :centre WHERE case_id = :case
), signatures_moved AS (
    UPDATE signatures SET centre_id = :centre WHERE case_id = :case
), deadlines_moved AS (
    UPDATE deadlines SET centre_id = :centre WHERE case_id = :case
), cards_moved AS (
    UPDATE cards SET centre_id = :centre WHERE case_id = :case
), notices_moved AS (
    UPDATE notices SET centre_id = :centre WHERE case_id = :case
)
UPDATE supervision_orders SET centre_id = :centre WHERE case_id = :case

-- name: roles_of_steps
SELECT DISTINCT owner_role FROM steps
WHERE case_id = :case AND state = 'open' AND owner_role IS NOT NULL

-- name: roles_of_signatures
SELECT DISTINCT role FROM signatures WHERE case_id = :case AND state IN ('open', 'pending')

-- name: give_steps
UPDATE steps SET owner_id = :owner, stands_in_for = :stands_in_for, viewed_at = NULL
WHERE case_id = :case AND state = 'open' AND owner_role = :role

-- name: give_signatures
UPDATE signatures SET officer_id = :owner, stands_in_for = :stands_in_for, viewed_at = NULL
WHERE case_id = :case AND state IN ('open', 'pending') AND role = :role

-- name: open_work
SELECT id, owner_id FROM steps WHERE case_id = :case AND state = 'open' AND owner_id IS NOT NULL
ORDER BY opened_at, key
