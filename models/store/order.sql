-- name: place
-- What an order about a whole case hangs on: its open main stage, or the last there was.
SELECT g.id FROM stages g WHERE g.case_id = :case
ORDER BY (g.is_main AND g.state = 'open') DESC, g.ordinal DESC LIMIT 1

-- name: write
INSERT INTO supervision_orders
    (id, case_id, centre_id, stage_id, step_id, ordered_by, ordered_at, owes_id, due_at, state, text)
VALUES (:id, :case_id, :centre_id, :stage_id, :step_id, :ordered_by, :ordered_at, :owes_id, :due_at,
    'open', :text)

-- name: one
SELECT id, case_id, centre_id, stage_id, step_id, ordered_by, owes_id, due_at, state
FROM supervision_orders WHERE id = :order

-- name: set_state
UPDATE supervision_orders SET state = :state, due_at = :due_at WHERE id = :order

-- name: close
UPDATE supervision_orders SET state = 'closed', closed_at = :at, closed_by = :by WHERE id = :order

-- name: add_entry
INSERT INTO order_entries (id, case_id, order_id, at, by_id, kind, text)
VALUES (:id, :case, :order, :at, :by, :kind, :text)
