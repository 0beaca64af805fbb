-- What an officer was told, and what went out of it: pages by place, see `models.store.keyset`.

-- name: unread
-- Beyond a hundred a person does not count.
SELECT count(*) FROM (SELECT 1 FROM notices WHERE officer_id = :me AND read_at IS NULL LIMIT 100) n

-- name: notices
WITH page AS MATERIALIZED (
    (SELECT * FROM notices
     WHERE NOT :newer AND officer_id = :me
       AND ((read_at IS NULL), created_at, id) < (:first, :at, :id)
     ORDER BY (read_at IS NULL) DESC, created_at DESC, id DESC LIMIT 51)
    UNION ALL
    (SELECT * FROM notices
     WHERE :newer AND officer_id = :me AND ((read_at IS NULL), created_at, id) > (:first, :at, :id)
     ORDER BY (read_at IS NULL), created_at, id LIMIT 51)
)
SELECT n.id, n.kind, n.created_at, n.read_at, n.case_id, n.step_id, c.number,
    s.state AS step_state, s.kind AS step_kind, s.key, s.form, s.paper, s.about, s.turn
FROM page n LEFT JOIN cases c ON c.id = n.case_id LEFT JOIN steps s ON s.id = n.step_id
ORDER BY (n.read_at IS NULL) DESC, n.created_at DESC, n.id DESC

-- name: delivery_columns
SELECT d.id, d.via, d.state, d.reason, d.attempts, d.created_at, d.sent_at, d.next_at, d.notice_id,
    o.name AS officer, c.number, n.kind
FROM page d JOIN officers o ON o.id = d.officer_id
LEFT JOIN notices n ON n.id = d.notice_id LEFT JOIN cases c ON c.id = n.case_id
ORDER BY d.created_at DESC, d.id DESC

-- name: deliveries
-- Of each state the lines beyond the place, from its own stretch of the index.
WITH page AS MATERIALIZED (
    (SELECT x.* FROM unnest(CAST(:states AS text[])) w(state) CROSS JOIN LATERAL (
        SELECT * FROM deliveries
        WHERE NOT :newer AND centre_id = :centre AND state = w.state
          AND (created_at, id) < (:at, :id) ORDER BY created_at DESC, id DESC LIMIT 51) x
     ORDER BY x.created_at DESC, x.id DESC LIMIT 51)
    UNION ALL
    (SELECT x.* FROM unnest(CAST(:states AS text[])) w(state) CROSS JOIN LATERAL (
        SELECT * FROM deliveries
        WHERE :newer AND centre_id = :centre AND state = w.state
          AND (created_at, id) > (:at, :id) ORDER BY created_at, id LIMIT 51) x
     ORDER BY x.created_at, x.id LIMIT 51)
)
{delivery_columns}

-- name: deliveries_of_one
WITH page AS MATERIALIZED (
    SELECT * FROM deliveries WHERE officer_id = :me ORDER BY created_at DESC, id DESC LIMIT 20
)
{delivery_columns}
