-- What row-level security shows the officer of the transaction, by id; no row: not seen.

-- name: case
SELECT 1 FROM cases WHERE id = :id

-- name: step
SELECT 1 FROM steps WHERE id = :id

-- name: deadline
SELECT 1 FROM deadlines WHERE id = :id

-- name: order
SELECT 1 FROM supervision_orders WHERE id = :id

-- name: card
SELECT 1 FROM cards WHERE id = :id

-- name: version
SELECT 1 FROM paper_versions WHERE id = :id

-- name: attachment
SELECT 1 FROM attachments WHERE id = :id

-- name: anything
SELECT 1 FROM system_facts LIMIT 1
