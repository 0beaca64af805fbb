-- name: standing
SELECT CAST(substr(w.key, length('wait:window-') + 1) AS integer) AS number,
    w.due_at AS opens_at, v.due_at AS closes_at, v.rule
FROM steps w
JOIN steps v ON v.stage_id = w.stage_id AND v.state <> 'superseded'
    AND v.key = 'ask:visit:' || substr(w.key, length('wait:') + 1)
WHERE w.stage_id = :stage AND w.state <> 'superseded' AND w.key LIKE 'wait:window-%'
ORDER BY number
