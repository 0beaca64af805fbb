-- Supervision orders, cards, and what the watch told.

-- name: order_columns
r.id, r.case_id, r.step_id, r.owes_id, r.state, r.text, r.ordered_at, r.closed_at,
coalesce(d.due_at, r.due_at) AS feedback_due_at, coalesce(d.state = 'suspended', false)
    AS stands_still,
c.number, b.name AS ordered_by_name, w.name AS owes_name, {step_titles},
d.receipt->>'confirmed' AS confirmed

-- name: order_tables
FROM supervision_orders r JOIN cases c ON c.id = r.case_id
JOIN officers b ON b.id = r.ordered_by JOIN officers w ON w.id = r.owes_id
LEFT JOIN steps s ON s.id = r.step_id
LEFT JOIN deadlines d ON d.case_id = r.case_id AND d.state IN ('running', 'suspended')
    AND d.key LIKE 'order:' || r.id || ':%'

-- name: of_case
SELECT {order_columns} {order_tables} WHERE r.case_id = :case
ORDER BY (r.state = 'closed'), feedback_due_at, r.id LIMIT 100

-- name: open_orders
SELECT {order_columns} {order_tables} WHERE r.centre_id = :centre AND r.state <> 'closed'
ORDER BY feedback_due_at, r.id LIMIT 100

-- name: owed
SELECT {order_columns} {order_tables} WHERE r.state = 'open' AND r.owes_id = :me
ORDER BY feedback_due_at, r.id LIMIT 100

-- name: order
SELECT {order_columns} {order_tables} WHERE r.id = :id LIMIT 1

-- name: entries
SELECT x.id, x.order_id, x.at, x.kind, x.text, {by_name} AS by_name
FROM order_entries x WHERE x.order_id = ANY (:orders) ORDER BY x.at, x.id LIMIT 1000

-- name: month
to_char(k.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')

-- name: counts
-- A card counts unless it was withdrawn, or a late entry showed that all was done in time.
(k.withdrawn_at IS NULL AND NOT k.in_time)

-- name: cards_counted
SELECT {month} AS month, k.officer_id, o.name AS officer,
    CASE WHEN k.officer_id IS NULL AND k.holder <> 'centre' THEN k.holder END AS holder,
    count(*) FILTER (WHERE k.colour = 'yellow') AS yellow,
    count(*) FILTER (WHERE k.colour = 'red') AS red
FROM cards k LEFT JOIN officers o ON o.id = k.officer_id
WHERE {counts} AND k.centre_id = :centre AND k.at >= :since GROUP BY 1, 2, 3, 4
ORDER BY 1 DESC, (k.officer_id IS NULL), red DESC, yellow DESC, o.name, holder LIMIT 2000

-- name: card_columns
SELECT k.id, k.case_id, k.officer_id, k.colour, k.holder, k.at, k.reason, k.withdrawn_at, {month} AS month,
    {counts} AS counts, d.receipt->>'title' AS title, c.number, o.name AS officer,
    w.name AS withdrawn_by_name, {step_titles}
FROM cards k JOIN deadlines d ON d.id = k.deadline_id JOIN cases c ON c.id = k.case_id
LEFT JOIN officers o ON o.id = k.officer_id LEFT JOIN officers w ON w.id = k.withdrawn_by
LEFT JOIN steps s ON s.id = k.step_id

-- name: cards_of_month
{card_columns}
WHERE k.centre_id = :centre AND k.at >= :since AND k.at < :until
ORDER BY k.at DESC, k.id DESC LIMIT 100

-- name: cards_of_case
{card_columns} WHERE k.case_id = :case ORDER BY k.at DESC, k.id DESC LIMIT 100

-- name: rungs
SELECT r.hours, r.at, r.due_at, string_agg(o.name, '、' ORDER BY o.name) AS who
FROM rungs r LEFT JOIN officers o ON o.id = r.officer_id LEFT JOIN notices n ON n.id = r.notice_id
WHERE r.step_id = :step GROUP BY r.hours, r.tell, r.at, r.due_at, n.kind
ORDER BY r.at, r.hours LIMIT 100

-- name: digest
SELECT DISTINCT ON (coalesce(d.due_at, r.at), r.deadline_id, r.step_id)
    r.case_id, c.number, r.step_id, r.due_at, d.receipt->>'title' AS title,
    d.provisional AS is_provisional, d.receipt->>'confirmed' AS confirmed, {step_titles}, s.state
FROM rungs r JOIN cases c ON c.id = r.case_id LEFT JOIN deadlines d ON d.id = r.deadline_id
LEFT JOIN steps s ON s.id = r.step_id
WHERE r.notice_id = :notice AND r.officer_id = :me
ORDER BY coalesce(d.due_at, r.at), r.deadline_id, r.step_id, r.hours DESC LIMIT 500
