-- name: hold
-- One draws at a time, whoever it is; until the end of the transaction.
SELECT pg_try_advisory_xact_lock(1213548614)

-- name: newest
SELECT coalesce(max(id), 0) FROM events

-- name: grown
-- Cases of which something was written down after an event; what commits late is found by `stale`.
{to_draw} WHERE h.case_id IN (
    SELECT case_id FROM events WHERE id > :after
    UNION ALL SELECT case_id FROM drawings WHERE look_at <= :now
) AND {is_stale} LIMIT :most

-- name: stale
-- Every case whose chain grew since it was drawn, and those of which a light changes by itself.
{to_draw} WHERE {is_stale} LIMIT :most

-- name: to_draw
SELECT h.case_id AS id, h.seq, coalesce(d.seq, 0) AS drawn_seq, c.centre_id, c.state, d.sent,
    coalesce(d.still, '[]') AS still
FROM event_heads h JOIN cases c ON c.id = h.case_id LEFT JOIN drawings d ON d.case_id = h.case_id

-- name: is_stale
-- What was over before there was a mirror is drawn on request only.
(h.seq <> d.seq OR d.look_at <= :now OR (d.case_id IS NULL AND c.state = 'open'))
AND h.case_id <> ALL(CAST(:without AS uuid[]))

-- name: stages
SELECT g.id, g.case_id, g.name, g.is_main, g.state, g.outcome, g.opened_at, g.closed_at,
    g.flow_run_id, g.fence, g.leased_until IS NOT NULL OR EXISTS (
        SELECT 1 FROM steps s WHERE s.stage_id = g.id AND s.state = 'open'
          AND s.kind IN ('issue', 'effect') AND s.attempts < :tries
    ) AS is_worked_on, {is_urgent} AS is_urgent,
    row_number() OVER (PARTITION BY g.case_id, g.name ORDER BY g.ordinal) AS nth
FROM stages g WHERE g.case_id = ANY(CAST(:cases AS uuid[])) ORDER BY g.case_id, g.ordinal

-- name: steps
SELECT s.id, s.case_id, s.stage_id, s.kind, s.key, s.round, s.state, s.owner_role, s.holder,
    s.due_at, s.opened_at, s.done_at, s.attempts, s.result ? 'not_yet' AS not_yet,
    l.yellow_at, l.red_at, coalesce(l.state = 'suspended', false) AS stands_still,
    -- Of a failure its kind alone: the sentence is for whoever may see the case.
    CASE WHEN s.failure IS NOT NULL
        THEN coalesce(substring(s.failure FROM '^程序出错\(([A-Za-z_]+)\)'), 'refused') END AS failed_by
FROM steps s {live_deadline}
WHERE s.case_id = ANY(CAST(:cases AS uuid[])) ORDER BY s.case_id, s.opened_at, s.position, s.key

-- name: clocks
-- Deadlines that no step waits for: of the case, of an order, of what was promised.
SELECT d.case_id, d.stage_id, d.key, d.restarts, d.state, d.holder, d.starts_at, d.due_at,
    d.ended_at, d.met_late, d.yellow_at, d.red_at
FROM deadlines d WHERE d.step_id IS NULL AND d.case_id = ANY(CAST(:cases AS uuid[]))
ORDER BY d.case_id, d.starts_at, d.key, d.restarts

-- name: signatures
SELECT s.id, s.case_id, s.step_id, s.ordinal, s.role, s.state, s.opened_at, s.decided_at
FROM signatures s WHERE s.case_id = ANY(CAST(:cases AS uuid[])) ORDER BY s.step_id, s.ordinal

-- name: events
-- What happened after the last drawing; of a first one only what Prefect would still keep.
SELECT e.case_id, e.seq, e.tag, e.at, e.stage_id, s.key
FROM unnest(CAST(:cases AS uuid[]), CAST(:after AS int[])) AS x(case_id, after)
JOIN events e ON e.case_id = x.case_id AND e.seq > x.after AND e.at > :since
LEFT JOIN steps s ON s.id = e.step_id
ORDER BY e.case_id, e.seq

-- name: keep
INSERT INTO drawings (case_id, seq, look_at, sent, still)
VALUES (:case, :seq, :look_at, :sent, :still)
ON CONFLICT (case_id) DO UPDATE SET seq = EXCLUDED.seq, look_at = EXCLUDED.look_at,
    sent = EXCLUDED.sent, still = EXCLUDED.still

-- name: still
SELECT case_id, still FROM drawings WHERE still <> '[]'::jsonb

-- name: centres
SELECT id FROM centres ORDER BY id

-- name: forget
-- Nothing is drawn any more, and every open case is drawn anew.
DELETE FROM drawings

-- name: ask_for
-- Cases that are over are drawn too, once.
INSERT INTO drawings (case_id, seq, look_at, sent)
SELECT c.id, 0, NULL, '{}' FROM cases c WHERE c.state <> 'open' ON CONFLICT DO NOTHING

-- name: board
SELECT value FROM system_facts WHERE name = 'mirror:board'

-- name: note_board
INSERT INTO system_facts (name, value, at) VALUES ('mirror:board', :board, :at)
ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value, at = EXCLUDED.at

-- name: whole_look
SELECT value, at FROM system_facts WHERE name = 'mirror:whole'

-- name: note_whole_look
INSERT INTO system_facts (name, value, at) VALUES ('mirror:whole', :newest, :at)
ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value, at = EXCLUDED.at

-- name: point
-- A stage that is over has a run again, in a Prefect that had lost it.
UPDATE stages SET flow_run_id = :run WHERE id = :stage AND state <> 'open'

-- name: case_of
SELECT c.id, h.seq, coalesce(d.seq, 0) AS drawn_seq, c.centre_id, c.state, d.sent,
    coalesce(d.still, '[]') AS still
FROM stages g JOIN cases c ON c.id = g.case_id JOIN event_heads h ON h.case_id = c.id
LEFT JOIN drawings d ON d.case_id = c.id
WHERE g.id = :stage

-- name: look_again
UPDATE drawings SET look_at = to_timestamp(0)
WHERE case_id IN (SELECT case_id FROM stages WHERE id = ANY(CAST(:stages AS uuid[])))

-- name: drawn
-- Cases that are to be seen in Prefect: the open ones, and those that were drawn.
SELECT c.id, h.seq, coalesce(d.seq, 0) AS drawn_seq, c.centre_id, c.state, d.sent,
    coalesce(d.still, '[]') AS still
FROM cases c JOIN event_heads h ON h.case_id = c.id LEFT JOIN drawings d ON d.case_id = c.id
WHERE (c.state = 'open' OR d.case_id IS NOT NULL) AND c.id > :after ORDER BY c.id LIMIT :most
