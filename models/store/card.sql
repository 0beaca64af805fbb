-- name: give
INSERT INTO cards (id, case_id, centre_id, deadline_id, step_id, due_at, colour, rule, holder,
    officer_id, at, given_at, in_time)
VALUES (gen_random_uuid(), :case_id, :centre_id, :deadline_id, :step_id, :due_at, :colour, :rule,
    :holder, :officer_id, :at, :given_at,
    coalesce((SELECT NOT d.met_late FROM deadlines d WHERE d.id = :deadline_id), false))
ON CONFLICT ON CONSTRAINT uq_cards_once DO NOTHING RETURNING id

-- name: lock
SELECT id, case_id, centre_id, step_id, officer_id, colour, withdrawn_at
FROM cards WHERE id = :card FOR UPDATE

-- name: withdraw
UPDATE cards SET withdrawn_at = :at, withdrawn_by = :by, reason = :reason WHERE id = :card
