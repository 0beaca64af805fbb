-- name: standing
SELECT substr(name, length('setback:') + 1) AS name, value AS why FROM system_facts
WHERE name LIKE 'setback:%' AND value <> '' AND at > :since
ORDER BY at, name

-- name: note
INSERT INTO system_facts (name, value, at) VALUES ('setback:' || :name, :why, :at)
ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value, at = EXCLUDED.at
