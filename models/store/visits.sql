-- name: window
CAST(substr(w.key, length('wait:window-') + 1) AS integer) AS number,
    w.due_at AS opens_at, v.due_at AS closes_at, v.rule

-- name: its_visit
JOIN steps v ON v.stage_id = w.stage_id AND v.state <> 'superseded'
    AND v.key = 'ask:visit:' || substr(w.key, length('wait:') + 1)

-- name: is_open
w.state <> 'superseded' AND w.key LIKE 'wait:window-%'

-- name: of_case
-- The windows that were opened in follow-ups where none were written down, and whether the review
-- was asked for by then.
SELECT g.ordinal, {window},
    EXISTS (SELECT 1 FROM steps r WHERE r.stage_id = g.id AND r.key = 'ask:follow-up-review'
        AND r.state <> 'superseded') AS is_reviewed
FROM stages g JOIN steps w ON w.stage_id = g.id {its_visit}
WHERE g.case_id = :case AND {is_open}
    AND NOT EXISTS (SELECT 1 FROM steps l WHERE l.stage_id = g.id AND l.key = 'lay:windows')
ORDER BY g.ordinal, number

-- name: standing
SELECT {window} FROM steps w {its_visit}
WHERE w.stage_id = :stage AND {is_open} ORDER BY number
