-- name: append
{append_events}

-- name: broken_chains
-- The first event of each chain that is not what was written, or does not follow the one before.
SELECT told.case_id AS id, min(told.seq) AS seq,
    (SELECT c.number FROM cases c WHERE c.id = told.case_id) AS number
FROM (
    SELECT e.case_id, e.seq,
        e.hash <> encode(sha256(convert_to(hutong_event_text(e), 'UTF8')), 'hex')
        OR e.prev_hash <> coalesce(lag(e.hash) OVER chain, repeat('0', 64))
        OR e.seq <> coalesce(lag(e.seq) OVER chain, 0) + 1
        OR e.seq > coalesce(h.seq, e.seq) AS broken
    FROM events e LEFT JOIN event_heads h ON h.case_id = e.case_id
    WINDOW chain AS (PARTITION BY e.case_id ORDER BY e.seq)
    UNION ALL
    SELECT h.case_id, h.seq, NOT EXISTS (SELECT 1 FROM events e
        WHERE e.case_id = h.case_id AND e.seq = h.seq AND e.hash = h.hash)
    FROM event_heads h
    UNION ALL
    SELECT c.id, 0, NOT EXISTS (SELECT 1 FROM event_heads h WHERE h.case_id = c.id) FROM cases c
) told WHERE broken GROUP BY told.case_id ORDER BY told.case_id
