-- Open work, in two parts: which (ids and lights of what is open, which is no more than people have
-- in hand), then what a page shows of its fifty.

-- name: mine
-- By owner, by name under a paper, by role where nobody has it, by role on the team: each of these
-- is a stretch of an index of what is open.
SELECT s.id, s.kind = 'ask' AS mine FROM steps s
WHERE s.owner_id = :me AND s.state = 'open' AND s.kind IN ('ask', 'approve')
UNION ALL
SELECT n.step_id, true FROM signatures n WHERE n.officer_id = :me AND n.state = 'open'
UNION ALL
SELECT s.id, false FROM steps s
WHERE s.centre_id = :centre AND s.state = 'open' AND s.kind = 'ask' AND s.owner_role = ANY (:roles)
  AND s.owner_id IS NULL
UNION ALL
SELECT s.id, false FROM case_team t JOIN steps s ON s.case_id = t.case_id
WHERE t.officer_id = :me AND t.left_at IS NULL AND t.case_closed_at IS NULL
  AND s.state = 'open' AND s.kind = 'ask' AND s.owner_role = ANY (:roles)
UNION ALL
SELECT n.step_id, false FROM case_team t JOIN signatures n ON n.case_id = t.case_id
JOIN paper_versions v ON v.id = n.version_id
WHERE t.officer_id = :me AND t.left_at IS NULL AND t.case_closed_at IS NULL
  AND n.state = 'open' AND n.role = ANY (:roles) AND NOT :me = ANY (v.authors)
UNION ALL
-- What nobody does and could not be done: whoever leads the case sees to it.
SELECT s.id, true FROM case_team t JOIN steps s ON s.case_id = t.case_id
WHERE t.officer_id = :me AND t.lead AND t.left_at IS NULL AND t.case_closed_at IS NULL
  AND s.state = 'open' AND s.kind IN ('issue', 'effect') AND s.failure IS NOT NULL

-- name: my_work
SELECT s.id, bool_or(w.mine) AS is_mine, {step_light} AS light
FROM ({mine}) w JOIN steps s ON s.id = w.id JOIN stages g ON g.id = s.stage_id
{live_deadline}
WHERE s.state = 'open' AND (s.kind IN ('ask', 'approve') AND g.state = 'open'
    OR s.kind IN ('issue', 'effect') AND s.failure IS NOT NULL)
GROUP BY s.id, l.id ORDER BY 2 DESC, 3, s.due_at NULLS LAST, s.opened_at, s.id LIMIT 501

-- name: of_mine
SELECT {step_columns}, EXISTS (SELECT 1 FROM steps p WHERE p.stage_id = s.stage_id AND p.key = s.key
    AND p.round < s.round) AS came_back
FROM steps s {step_tables} {live_deadline}
WHERE s.id = ANY (:ids) ORDER BY array_position(CAST(:ids AS uuid[]), s.id) LIMIT 50

-- name: stalled
-- Nothing has moved for so long: not opened anew, not chased.
s.kind IN ('ask', 'approve') AND s.opened_at < :since
    AND NOT EXISTS (SELECT 1 FROM chasers k WHERE k.step_id = s.id AND k.at >= :since)

-- name: open_work
SELECT s.id, {step_light} AS light, s.due_at, s.opened_at, s.holder, s.owner_id, s.kind, s.failure,
    {stalled} AS stalled
FROM steps s JOIN stages g ON g.id = s.stage_id {live_deadline}
WHERE s.centre_id = :centre AND s.state = 'open' AND s.kind <> 'timer'
  AND (g.state = 'open' OR s.kind = 'issue')
  AND (:stage = '' OR g.name = :stage) AND (:holder = '' OR s.holder = :holder)
  AND (CAST(:owner AS uuid) IS NULL OR s.owner_id = :owner)

-- name: board_counts
SELECT count(*) AS all, count(*) FILTER (WHERE light = 0) AS overdue,
    count(*) FILTER (WHERE light IN (-1, 1)) AS red, count(*) FILTER (WHERE light = 2) AS yellow,
    count(*) FILTER (WHERE stalled) AS stalled,
    count(*) FILTER (WHERE holder NOT IN ('centre', 'time')) AS outside,
    count(*) FILTER (WHERE owner_id IS NULL AND kind IN ('ask', 'approve')) AS nobody,
    count(*) FILTER (WHERE failure IS NOT NULL) AS failed
FROM ({open_work}) w

-- name: board
WITH page AS MATERIALIZED (
    SELECT w.* FROM ({open_work}) w
    WHERE CASE :only WHEN 'overdue' THEN light = 0 WHEN 'red' THEN light IN (-1, 1)
        WHEN 'yellow' THEN light = 2 WHEN 'stalled' THEN stalled
        WHEN 'outside' THEN holder NOT IN ('centre', 'time')
        WHEN 'nobody' THEN owner_id IS NULL AND kind IN ('ask', 'approve')
        WHEN 'failed' THEN failure IS NOT NULL ELSE true END
    ORDER BY light, due_at NULLS LAST, opened_at, id LIMIT 50 OFFSET :skip
)
SELECT {step_columns} FROM page w JOIN steps s ON s.id = w.id {step_tables} {live_deadline}
ORDER BY w.light, w.due_at NULLS LAST, w.opened_at, w.id
