-- Lists of cases: the ids of a page first, by an index, then what is shown of them.

-- name: details
-- `p` are the cases of the page in their order (`place`).
SELECT c.id, c.number, c.state, c.opened_at, c.closed_at, c.child_id, c.practice, h.identity,
    m.name AS stage, m.opened_at AS stage_since,
    w.id AS step_id, w.light, w.is_provisional, w.confirmed, coalesce(w.stands_still, false)
        AS stands_still,
    w.kind, w.key, w.form, w.paper, w.about, w.turn, w.holder, w.owner_role, w.due_at,
    w.no_due_reason, w.opened_at AS ball_since, o.name AS owner, a.name AS absent,
    k.light AS clock_light, k.due_at AS clock_due_at, k.provisional AS clock_is_provisional,
    k.receipt->>'confirmed' AS clock_confirmed, k.receipt->>'title' AS clock_title,
    (SELECT count(*) FROM stages b WHERE b.case_id = c.id AND b.state = 'open' AND NOT b.is_main)
        AS sides
FROM page p JOIN cases c ON c.id = p.id JOIN children h ON h.id = c.child_id
LEFT JOIN stages m ON m.case_id = c.id AND m.state = 'open' AND m.is_main
LEFT JOIN LATERAL (
    SELECT s.id, {step_titles}, s.holder, s.owner_role, s.owner_id, s.stands_in_for, s.due_at,
        s.no_due_reason, s.opened_at, {step_light} AS light,
        coalesce(l.provisional, false) AS is_provisional, l.receipt->>'confirmed' AS confirmed,
        coalesce(l.state = 'suspended', false) AS stands_still
    FROM steps s {live_deadline} WHERE s.case_id = c.id AND s.state = 'open'
    ORDER BY light, s.due_at NULLS LAST, s.opened_at LIMIT 1
) w ON true
LEFT JOIN LATERAL (
    SELECT d.due_at, d.provisional, d.receipt, {clock_light} AS light FROM deadlines d
    WHERE d.case_id = c.id AND d.state = 'running' AND d.step_id IS NULL
    ORDER BY d.due_at LIMIT 1
) k ON true
LEFT JOIN officers o ON o.id = w.owner_id LEFT JOIN officers a ON a.id = w.stands_in_for
ORDER BY p.place

-- name: open_of_centre
SELECT c.id, c.opened_at, c.number FROM cases c WHERE c.centre_id = :centre AND c.state = 'open'

-- name: open_of_team
SELECT c.id, c.opened_at, c.number FROM case_team t JOIN cases c ON c.id = t.case_id
WHERE t.officer_id = :me AND t.left_at IS NULL AND t.case_closed_at IS NULL
  AND c.centre_id = :centre AND c.state = 'open'

-- name: urgent
-- The most urgent of each open case `x`, among its open steps and the clocks no step waits for.
SELECT x.id, row_number() OVER (
    ORDER BY least(w.light, k.light) NULLS LAST, least(w.due_at, k.due_at) NULLS LAST,
        x.opened_at, x.number) AS place
FROM live x
LEFT JOIN (
    SELECT DISTINCT ON (s.case_id) s.case_id, {step_light} AS light, s.due_at
    FROM steps s {live_deadline}
    WHERE s.case_id IN (SELECT id FROM live) AND s.centre_id = :centre AND s.state = 'open'
    ORDER BY s.case_id, light, s.due_at NULLS LAST, s.opened_at
) w ON w.case_id = x.id
LEFT JOIN (
    SELECT DISTINCT ON (d.case_id) d.case_id, {clock_light} AS light, d.due_at
    FROM deadlines d
    WHERE d.case_id IN (SELECT id FROM live) AND d.centre_id = :centre AND d.state = 'running'
      AND d.state IN ('running', 'suspended') AND d.step_id IS NULL
    ORDER BY d.case_id, d.due_at
) k ON k.case_id = x.id
ORDER BY place LIMIT 50 OFFSET :skip

-- name: of_centre
WITH live AS MATERIALIZED ({open_of_centre}), page AS MATERIALIZED ({urgent}) {details}

-- name: of_team
WITH live AS MATERIALIZED ({open_of_team}), page AS MATERIALIZED ({urgent}) {details}

-- name: count_of_centre
SELECT count(*) FROM ({open_of_centre}) x

-- name: count_of_team
SELECT count(*) FROM ({open_of_team}) x

-- name: closed_of_centre
-- Older or newer than a place, each one stretch of the index; one more than a page, to know whether
-- it goes on. Of the two halves the other asks nothing.
WITH page AS MATERIALIZED (
    SELECT x.id, row_number() OVER (ORDER BY x.closed_at DESC, x.id DESC) AS place FROM (
        (SELECT id, closed_at FROM cases
         WHERE NOT :newer AND centre_id = :centre AND state = 'closed'
           AND (closed_at, id) < (:at, :id)
         ORDER BY closed_at DESC, id DESC LIMIT 51)
        UNION ALL
        (SELECT id, closed_at FROM cases
         WHERE :newer AND centre_id = :centre AND state = 'closed' AND (closed_at, id) > (:at, :id)
         ORDER BY closed_at, id LIMIT 51)
    ) x
) {details}

-- name: closed_of_team
WITH page AS MATERIALIZED (
    SELECT x.id, row_number() OVER (ORDER BY x.closed_at DESC, x.id DESC) AS place FROM (
        (SELECT case_id AS id, case_closed_at AS closed_at FROM case_team
         WHERE NOT :newer AND officer_id = :me AND centre_id = :centre AND left_at IS NULL
           AND (case_closed_at, case_id) < (:at, :id)
         ORDER BY case_closed_at DESC, case_id DESC LIMIT 51)
        UNION ALL
        (SELECT case_id, case_closed_at FROM case_team
         WHERE :newer AND officer_id = :me AND centre_id = :centre AND left_at IS NULL
           AND (case_closed_at, case_id) > (:at, :id)
         ORDER BY case_closed_at, case_id LIMIT 51)
    ) x
) {details}

-- name: found
WITH page AS MATERIALIZED (
    SELECT f.id, f.place FROM hutong_search_cases(:pattern, 51) f LIMIT 51
) {details}

-- name: found_by_number
WITH page AS MATERIALIZED (
    SELECT f.id, f.place FROM hutong_cases_of_number(:hash, 51) f LIMIT 51
) {details}

-- name: child_of_case
SELECT child_id FROM cases WHERE number = :number
