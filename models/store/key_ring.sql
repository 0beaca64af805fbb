-- name: rings
SELECT id, key_id, master, place, generation, wrapped FROM hutong_data_keys()

-- name: newest
SELECT hutong_newest_data_key()

-- name: alone
-- Nobody hashes a number meanwhile (`hutong_newest_data_key`), and nobody else changes keys.
SELECT pg_advisory_xact_lock(83212029)

-- name: add
INSERT INTO data_keys (id, key_id, master, place, generation, wrapped, wrapped_at)
VALUES (:id, :key_id, :master, :place, :generation, :wrapped, :at)

-- name: drop_others
DELETE FROM data_keys WHERE master <> :master

-- name: prove_anew
UPDATE system_facts SET value = :value WHERE name = 'master_key'

-- name: numbered
SELECT id, identity FROM children WHERE id_number_hash IS NOT NULL

-- name: hash_anew
UPDATE children SET id_number_hash = n.hash
FROM unnest(CAST(:ids AS uuid[]), CAST(:hashes AS bytea[])) AS n (id, hash)
WHERE children.id = n.id
