-- name: fact
SELECT value, at FROM system_facts WHERE name = :name

-- name: note
INSERT INTO system_facts (name, value, at) VALUES (:name, :value, :at)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at

-- name: end_sessions
UPDATE login_sessions SET ended_at = :at WHERE ended_at IS NULL
