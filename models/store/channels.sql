-- name: columns
id, kind, address, muted, code, code_at, code_tries, verified_at

-- name: mine
SELECT {columns} FROM channels WHERE officer_id = :me AND removed_at IS NULL ORDER BY created_at

-- name: one
SELECT {columns} FROM channels WHERE id = :id AND officer_id = :me AND removed_at IS NULL
FOR UPDATE

-- name: add
INSERT INTO channels (id, centre_id, officer_id, kind, address, muted, code_tries, created_at)
VALUES (:id, :centre, :me, :kind, :address, :muted, 0, :now)

-- name: remove
UPDATE channels SET removed_at = :now, address = NULL, code = NULL
WHERE officer_id = :me AND removed_at IS NULL AND (id = :id OR kind = :kind)

-- name: set_code
UPDATE channels SET code = :code, code_at = :now, code_tries = 0 WHERE id = :id

-- name: queue_code
INSERT INTO deliveries (id, centre_id, officer_id, channel_id, via, state, attempts,
    created_at, next_at)
VALUES (gen_random_uuid(), :centre, :me, :id, :kind, 'queued', 0, :now, :now)

-- name: confirm
UPDATE channels SET verified_at = :now, code = NULL, code_tries = 0 WHERE id = :id

-- name: count_wrong_code
UPDATE channels SET code_tries = code_tries + 1 WHERE id = :id

-- name: mute
UPDATE channels SET muted = :kinds WHERE id = :id
