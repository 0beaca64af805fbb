-- Obligations (约定事项): deadlines that an answer obliges to and no step waits for.

-- name: of_closing
-- What a case may not close over in silence; what ends with its stage ends by itself, and what
-- outlives the case goes on.
SELECT d.id, d.receipt->>'title' AS title, d.due_at FROM deadlines d
WHERE d.case_id = :case AND d.reach IN ('case', 'body') AND d.{deadline_live}
ORDER BY d.due_at, d.key LIMIT 300

-- name: told
-- Each answer that obliges by its form, with the keys of the deadlines it obliged to. Answers of
-- versions that knew no obligations say nothing of them in the chain, and are left as they were.
SELECT s.id, s.form, s.answer, ARRAY(
    SELECT DISTINCT d.key FROM deadlines d
    WHERE d.case_id = s.case_id AND d.obliged_by = s.id) AS keys
FROM steps s
WHERE s.kind = 'ask' AND s.state IN ('done', 'superseded') AND s.form = ANY (:forms)
  AND s.answer IS NOT NULL AND EXISTS (
    SELECT 1 FROM events e WHERE e.case_id = s.case_id AND e.step_id = s.id
      AND e.tag = 'step:answered' AND e.detail ? 'obliges')
ORDER BY s.id

-- name: line
-- What a list shows of an obligation `d`; it is whoever's leads the case.
d.id, d.case_id, c.number, c.child_id, c.state AS case_state, h.identity, d.obliged_by, d.holder,
d.due_at, d.state, d.met_late, d.provisional AS is_provisional, d.receipt->>'confirmed' AS confirmed,
d.state = 'suspended' AS stands_still, d.receipt->>'title' AS title, d.key, g.name AS stage,
{clock_light} AS light, (SELECT o.name FROM case_team t JOIN officers o ON o.id = t.officer_id
    WHERE t.case_id = d.case_id AND t.lead AND t.left_at IS NULL LIMIT 1) AS owner

-- name: tables
JOIN cases c ON c.id = d.case_id JOIN children h ON h.id = c.child_id
JOIN stages g ON g.id = d.stage_id

-- name: in_words
-- Answers that oblige: what was promised stands in them, sealed.
SELECT s.id, s.form, s.answer, CAST('{{}}' AS text[]) AS keys FROM steps s
WHERE s.id = ANY (:steps) AND s.answer IS NOT NULL ORDER BY s.id LIMIT 100

-- name: of_case
-- What is owed, the next due first; then what is over, the newest first.
SELECT {line} FROM deadlines d {tables} WHERE d.case_id = :case AND d.reach IS NOT NULL
ORDER BY (d.state NOT IN ('running', 'suspended')),
    CASE WHEN d.state IN ('running', 'suspended') THEN d.due_at END, d.due_at DESC, d.key LIMIT 100

-- name: leads
-- Whom I speak for: myself, and whom I stand in for now.
SELECT CAST(:me AS uuid) UNION SELECT a.officer_id FROM absences a
WHERE a.cover_id = :me AND a.ended_at IS NULL AND a.from_at <= :now AND a.until_at > :now

-- name: mine
-- Of my open cases, each a stretch of an index; and what outlived a case of mine.
WITH page AS MATERIALIZED (
    SELECT x.id, x.due_at FROM (
        SELECT d.id, d.due_at FROM case_team t JOIN deadlines d ON d.case_id = t.case_id
        WHERE t.officer_id IN ({leads}) AND t.lead AND t.left_at IS NULL
          AND t.case_closed_at IS NULL AND d.reach IS NOT NULL AND d.state IN ('running', 'suspended')
        UNION ALL
        SELECT d.id, d.due_at FROM deadlines d JOIN case_team t ON t.case_id = d.case_id
        WHERE d.centre_id = :centre AND d.reach = 'beyond' AND d.state IN ('running', 'suspended')
          AND t.officer_id IN ({leads}) AND t.lead AND t.left_at IS NULL
          AND t.case_closed_at IS NOT NULL
    ) x ORDER BY x.due_at, x.id LIMIT 50
)
SELECT {line} FROM page p JOIN deadlines d ON d.id = p.id {tables} ORDER BY p.due_at, p.id

-- name: of_centre
WITH page AS MATERIALIZED (
    SELECT d.id, d.due_at FROM deadlines d
    WHERE d.centre_id = :centre AND d.reach IS NOT NULL AND d.state IN ('running', 'suspended')
    ORDER BY d.due_at, d.id LIMIT 50 OFFSET :skip
)
SELECT {line} FROM page p JOIN deadlines d ON d.id = p.id {tables} ORDER BY p.due_at, p.id

-- name: count_of_centre
SELECT count(*) AS all, count(*) FILTER (WHERE d.due_at < :now) AS overdue FROM deadlines d
WHERE d.centre_id = :centre AND d.reach IS NOT NULL AND d.state IN ('running', 'suspended')
