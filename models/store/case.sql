-- name: lock
SELECT id, centre_id, child_id, state, pack, locality FROM cases WHERE id = :case
FOR NO KEY UPDATE

-- name: lock_of_stage
SELECT 1 FROM cases WHERE id = (SELECT case_id FROM stages WHERE id = :stage) FOR NO KEY UPDATE

-- name: lock_of_step
SELECT 1 FROM cases WHERE id = (SELECT case_id FROM steps WHERE id = :step) FOR NO KEY UPDATE

-- name: hold
SELECT pg_advisory_xact_lock(hashtextextended(CAST(:case AS text), 0))

-- name: is_there
SELECT EXISTS (SELECT 1 FROM cases WHERE id = :case)

-- name: add
INSERT INTO cases
    (id, centre_id, child_id, number, state, locality, pack, opened_at, practice)
VALUES (:id, :centre_id, :child_id, :number, 'open', :locality, :pack, :opened_at, :practice)

-- name: close
UPDATE cases SET state = 'closed', closed_at = :at WHERE id = :case

-- name: reopen
UPDATE cases SET state = 'open', closed_at = NULL WHERE id = :case
