-- Visits while their child is missing: what is to stand still, and what goes on again.

-- name: record
-- The newest record of a child that is missing, and whether the search still goes on.
SELECT m.state = 'open' AND r.state = 'done' AS goes_on, m.closed_at,
    coalesce(r.done_on, (r.done_at AT TIME ZONE 'Asia/Shanghai')::date) AS on_day
FROM stages m JOIN steps r ON r.stage_id = m.id AND r.form = 'missing-record'
    AND r.done_at IS NOT NULL
WHERE m.case_id = d.case_id AND m.name = 'missing'
ORDER BY m.ordinal DESC, r.done_at DESC LIMIT 1

-- name: visits
-- A case that somebody holds is left for the next pass.
SELECT d.id, w.goes_on AS is_missing,
    greatest(w.on_day, (s.opened_at AT TIME ZONE 'Asia/Shanghai')::date) AS since_on,
    (w.closed_at AT TIME ZONE 'Asia/Shanghai')::date AS until_on
FROM deadlines d JOIN steps s ON s.id = d.step_id AND s.form = 'visit' AND s.state = 'open'
JOIN cases c ON c.id = d.case_id AND c.state = 'open'
CROSS JOIN LATERAL ({record}) w
WHERE (d.state = 'running' AND w.goes_on
       AND d.case_id IN (SELECT case_id FROM stages WHERE name = 'missing' AND state = 'open')
    OR d.state = 'suspended' AND NOT w.goes_on
       AND NOT EXISTS (SELECT 1 FROM deadline_suspensions p WHERE p.deadline_id = d.id))
    AND (CAST(:only AS uuid) IS NULL OR d.id = :only)
ORDER BY d.case_id, d.id FOR NO KEY UPDATE OF c SKIP LOCKED
