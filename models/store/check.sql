-- The nothing-lost statement: the answer to each of these questions must be empty.

-- name: idle_cases
SELECT CAST(c.id AS text) AS id, c.number FROM cases c WHERE c.state = 'open' AND NOT EXISTS (
    SELECT 1 FROM steps s JOIN stages g ON g.id = s.stage_id
    WHERE s.case_id = c.id AND s.state = 'open' AND g.state = 'open'
)

-- name: stuck_cases
-- Something is open, and it is nobody's: all of it waits for a worker that does not come.
SELECT CAST(c.id AS text) AS id, c.number FROM cases c WHERE c.state = 'open' AND EXISTS (
    SELECT 1 FROM steps s WHERE s.case_id = c.id AND s.state = 'open' AND s.opened_at < :before
) AND NOT EXISTS (
    SELECT 1 FROM steps s JOIN stages g ON g.id = s.stage_id
    WHERE s.case_id = c.id AND s.state = 'open' AND g.state = 'open'
      AND s.kind IN ('ask', 'approve', 'timer')
)

-- name: undone_work
-- Left to a worker, and not done: it hangs, or it tried and failed.
SELECT CAST(s.id AS text) AS id, s.key AS number FROM steps s
WHERE s.state = 'open' AND s.kind IN ('issue', 'effect') AND s.opened_at < :before

-- name: wrong_main_stages
SELECT CAST(c.id AS text) AS id, c.number FROM cases c WHERE (
    SELECT count(*) FROM stages g WHERE g.case_id = c.id AND g.state = 'open' AND g.is_main
) <> (c.state = 'open')::int

-- name: unowned_steps
SELECT CAST(s.id AS text) AS id, s.key AS number FROM steps s JOIN stages g ON g.id = s.stage_id
WHERE s.state = 'open' AND g.state = 'open' AND (
    (s.kind IN ('ask', 'approve') AND s.owner_id IS NULL)
    OR (s.due_at IS NULL AND coalesce(btrim(s.no_due_reason), '') = '')
)

-- name: unsigned_turns
SELECT CAST(s.id AS text) AS id, 'signature' AS number
FROM signatures s JOIN steps t ON t.id = s.step_id
WHERE s.state = 'open' AND t.state = 'open' AND s.officer_id IS NULL

-- name: empty_stages
SELECT CAST(g.id AS text) AS id, g.name AS number FROM stages g WHERE g.state = 'open' AND NOT EXISTS (
    SELECT 1 FROM steps s WHERE s.stage_id = g.id AND s.state = 'open'
) AND g.opened_at < :before

-- name: not_taken_up
SELECT CAST(s.id AS text) AS id, s.key AS number FROM steps s JOIN stages g ON g.id = s.stage_id
WHERE s.state = 'done' AND s.taken_up_at IS NULL AND s.kind <> 'effect'
  AND g.state = 'open' AND s.done_at < :before

-- name: unfired_timers
SELECT CAST(s.id AS text) AS id, s.key AS number
FROM steps s JOIN stages g ON g.id = s.stage_id
WHERE s.kind = 'timer' AND s.state = 'open' AND g.state = 'open' AND s.due_at < :before

-- name: steps_without_deadline
SELECT CAST(s.id AS text) AS id, s.key AS number FROM steps s
WHERE s.state = 'open' AND s.kind IN ('ask', 'approve')
  AND s.due_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM deadlines d WHERE d.step_id = s.id AND d.state = 'running')

-- name: suspended_for_nothing
SELECT CAST(d.id AS text) AS id, d.key AS number FROM deadlines d WHERE d.state = 'suspended' AND NOT EXISTS (
    SELECT 1 FROM deadline_suspensions p WHERE p.deadline_id = d.id
      AND coalesce(p.last_on, 'infinity') >= :day)
    -- A visit to a child that is missing stands still without an entry.
    AND NOT EXISTS (
        SELECT 1 FROM steps v JOIN stages m ON m.case_id = v.case_id AND m.name = 'missing'
        WHERE v.id = d.step_id AND v.form = 'visit' AND coalesce(m.closed_at, 'infinity') >= :day)

-- name: broken_numbers
SELECT series || ' ' || year AS id,
    coalesce(k.last, 0) || '/' || coalesce(u.given, 0) AS number
FROM counters k FULL JOIN (
    SELECT centre_id, series, year, count(*) AS given, max(number) AS highest, min(number) AS lo
    FROM papers GROUP BY 1, 2, 3
) u USING (centre_id, series, year)
WHERE series <> :cases AND (
    coalesce(u.given, 0) <> coalesce(k.last, 0)
    OR coalesce(u.highest, 0) <> coalesce(k.last, 0) OR coalesce(u.lo, 1) <> 1
)

-- name: broken_case_numbers
SELECT 'cases' AS id, t.given || '/' || t.used AS number FROM (
    SELECT (SELECT coalesce(sum(last), 0) FROM counters WHERE series = :cases) AS given,
           (SELECT count(*) FROM cases) AS used) t
WHERE t.given <> t.used

-- name: papers_without_file
SELECT CAST(v.id AS text) AS id, v.file_name AS number FROM paper_versions v
LEFT JOIN files f ON f.version_id = v.id WHERE f.version_id IS NULL
UNION ALL
SELECT CAST(p.id AS text) AS id, p.full_number FROM papers p
WHERE NOT EXISTS (SELECT 1 FROM paper_versions v WHERE v.paper_id = p.id)

-- name: shown_otherwise
-- What a person reads on the step, and what the count says.
SELECT CAST(d.id AS text) AS id, d.key AS number FROM deadlines d JOIN steps s ON s.id = d.step_id
WHERE s.state = 'open' AND d.{is_shown} AND (
    d.state = 'running' AND s.due_at IS DISTINCT FROM d.due_at
    OR d.state = 'suspended' AND s.due_at IS NOT NULL)

-- name: counted_otherwise
SELECT CAST(d.id AS text) AS id, d.key AS number FROM deadlines d
WHERE date_trunc('second', (d.receipt->>'due_utc')::timestamptz)
    IS DISTINCT FROM date_trunc('second', d.due_at)

-- name: counting_though_suspended
SELECT CAST(d.id AS text) AS id, d.key AS number FROM deadlines d
WHERE d.state = 'running' AND EXISTS (
    SELECT 1 FROM deadline_suspensions p WHERE p.deadline_id = d.id
      AND :today BETWEEN p.first_on AND coalesce(p.last_on, 'infinity'))

-- name: broken_suspensions
SELECT CAST(p.id AS text) AS id, d.key AS number FROM deadline_suspensions p
LEFT JOIN deadlines d ON d.id = p.deadline_id
WHERE d.id IS NULL OR d.case_id <> p.case_id OR p.last_on < p.first_on
   OR (p.lifted_at IS NULL) <> (p.lifted_by IS NULL)
   OR p.lifted_at IS NOT NULL AND p.last_on IS NULL
   OR p.first_on <= (d.starts_at AT TIME ZONE 'Asia/Shanghai')::date

-- name: orders_without_deadline
SELECT CAST(r.id AS text) AS id, r.state AS number FROM supervision_orders r
WHERE (r.state = 'open') <> EXISTS (
    SELECT 1 FROM deadlines d WHERE d.case_id = r.case_id
      AND d.state IN ('running', 'suspended') AND d.key LIKE 'order:' || r.id || ':%')

-- name: stuck_messages
SELECT CAST(d.id AS text) AS id, d.via AS number
FROM deliveries d WHERE d.state IN ('queued', 'failed') AND d.next_at < :before

-- name: untold_failures
-- One notice a day for a channel or a server stands for all that it could not take that day.
SELECT CAST(d.id AS text) AS id, d.via AS number FROM deliveries d JOIN officers o ON o.id = d.officer_id
WHERE d.state = 'given_up' AND o.active AND NOT EXISTS (
    SELECT 1 FROM notices n WHERE n.officer_id = d.officer_id AND n.kind = 'delivery'
      AND n.created_at > d.created_at - interval '1 day')
