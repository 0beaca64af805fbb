-- name: accounts
SELECT hutong_practice_accounts()

-- name: fact
SELECT value FROM system_facts WHERE name = :name

-- name: keep_fact
INSERT INTO system_facts (name, value, at) VALUES (:name, :value, :at)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at
