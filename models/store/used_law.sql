-- name: keep
INSERT INTO system_facts (name, value, at) VALUES (:name, :value, :at)
ON CONFLICT (name) DO NOTHING

-- name: kept
SELECT name, value FROM system_facts WHERE name LIKE 'pack:%'

-- name: used
SELECT DISTINCT pack, locality FROM cases ORDER BY pack, locality
