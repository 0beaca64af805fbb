-- name: proof
SELECT hutong_key_proof()

-- name: keep
INSERT INTO system_facts (name, value, at) VALUES ('master_key', :value, :at)

-- name: heads
-- Format and key of what is sealed, not the sealed itself.
SELECT DISTINCT substr(identity, 1, 5) FROM children
