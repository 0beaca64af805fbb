-- Cases and the law they are judged by.

-- name: cases
SELECT c.id, c.number, c.pack, c.locality, c.opened_at, c.child_id, h.identity,
    g.id AS main_stage, g.name AS stage,
    (SELECT count(*) FROM deadlines d WHERE d.case_id = c.id AND d.state = 'running') AS running
FROM cases c JOIN children h ON h.id = c.child_id
JOIN LATERAL (SELECT s.id, s.name FROM stages s WHERE s.case_id = c.id
              ORDER BY s.state = 'open' AND s.is_main DESC, s.is_main DESC, s.ordinal DESC
              LIMIT 1) g ON true
WHERE c.centre_id = :centre AND c.state = 'open'

-- name: chosen
{cases} AND c.id = ANY (:ids) ORDER BY c.opened_at, c.number

-- name: on_other_law
{cases} AND (c.pack, c.locality) <> (:pack, :locality) ORDER BY c.opened_at, c.number
LIMIT CAST(:most AS integer)

-- name: lock
SELECT 1 FROM cases WHERE id = ANY (:ids) ORDER BY id FOR NO KEY UPDATE

-- name: lock_centre
SELECT 1 FROM cases WHERE centre_id = :centre AND state = 'open' ORDER BY id FOR NO KEY UPDATE

-- name: place
SELECT coalesce(facts->>'locality_pack', '') FROM centres WHERE id = :id

-- name: law_of
SELECT pack, locality FROM cases WHERE id = :case

-- name: move
WITH judged AS (
    UPDATE cases SET pack = :new_pack, locality = :new_locality WHERE id = :case_id
)
INSERT INTO law_moves (id, case_id, centre_id, at, by_id, old_pack, old_locality, new_pack,
    new_locality, reason, recount_id)
VALUES (:id, :case_id, :centre_id, :at, :by_id, :old_pack, :old_locality, :new_pack,
    :new_locality, :reason, :recount_id)

-- name: tell
INSERT INTO notices (id, centre_id, case_id, officer_id, kind, dedup, created_at)
SELECT gen_random_uuid(), :centre, :case, t.officer_id, 'law_changed',
    'law:' || CAST(:move AS text) || ':' || t.officer_id, :at
FROM case_team t JOIN officers o ON o.id = t.officer_id AND o.active
WHERE t.case_id = :case AND t.left_at IS NULL
ON CONFLICT (dedup) DO NOTHING

-- name: moves
SELECT x.id, x.at, x.old_pack, x.old_locality, x.new_pack, x.new_locality, x.reason,
    {by_name} AS by_name
FROM law_moves x WHERE x.case_id = :case ORDER BY x.at
