-- name: current
SELECT coalesce(facts->>'locality_pack', '') FROM centres WHERE id = :centre

-- name: locked
SELECT hutong_lock_place(:centre)

-- name: set
SELECT hutong_set_place(:centre, :local)

-- name: write
INSERT INTO centre_places (id, centre_id, at, by_id, old_local, new_local, reason)
VALUES (gen_random_uuid(), :centre, :at, :by, :old, :new, :reason)

-- name: history
SELECT x.at, x.old_local, x.new_local, x.reason, {by_name} AS by_name
FROM centre_places x WHERE x.centre_id = :centre ORDER BY x.ordinal DESC
