-- name: append
{append_events}

-- name: broken_chains
SELECT DISTINCT case_id FROM (
    SELECT e.case_id,
        e.hash <> encode(sha256(convert_to(hutong_event_text(e), 'UTF8')), 'hex') AS altered,
        e.prev_hash <> coalesce(
            lag(e.hash) OVER chain, repeat('0', 64)) AS unlinked,
        e.seq <> coalesce(lag(e.seq) OVER chain, 0) + 1 AS gap
    FROM events e
    WINDOW chain AS (PARTITION BY e.case_id ORDER BY e.seq)
) c WHERE altered OR unlinked OR gap
UNION
SELECT h.case_id FROM event_heads h
LEFT JOIN events e ON e.case_id = h.case_id AND e.seq = h.seq AND e.hash = h.hash
WHERE e.id IS NULL
UNION
SELECT e.case_id FROM events e JOIN event_heads h ON h.case_id = e.case_id AND e.seq > h.seq
UNION
SELECT c.id FROM cases c LEFT JOIN event_heads h ON h.case_id = c.id WHERE h.case_id IS NULL
