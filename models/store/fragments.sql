-- Pieces that statements of more than one file take in, each by its name in braces.

-- name: by_name
-- Who did it (`x.by_id`), as people read it; null for the procedure itself.
(SELECT o.name FROM officers o WHERE o.id = x.by_id)

-- name: deadline_live
-- Still counts: runs at this moment or stands still.
state IN ('running', 'suspended')

-- name: meet_deadlines
-- What was owed is done. Late is judged by when it was done, not entered; while it stood still
-- nothing was late. Goes on with `AND` and which.
UPDATE deadlines SET state = 'met', ended_at = :now,
    met_late = (state = 'running' AND :done_at > due_at)
WHERE {deadline_live}

-- name: stop_deadlines
-- What it waited for became pointless. Goes on with `AND` and which.
UPDATE deadlines SET {deadline_stopped}
WHERE {deadline_live}

-- name: deadline_stopped
state = 'stopped', ended_at = :now

-- name: give_deadlines
-- It is whose the step is. Goes on with `AND` and which.
UPDATE deadlines SET owner_id = :to WHERE {deadline_live}

-- name: start_deadlines
-- As `models.store.deadlines.as_json` writes them. A clock that stopped with an answer that was taken
-- back begins once more beside the old count.
INSERT INTO deadlines (id, case_id, stage_id, centre_id, step_id, key, restarts, obliged_by, reach,
    rule, pack, holder, owner_id, starts_at, due_at, yellow_at, red_at, provisional, printable,
    receipt, state)
SELECT id, case_id, stage_id, centre_id, step_id, key, restarts + CASE WHEN restarts = 0 THEN
        (SELECT count(*) FROM deadlines o WHERE o.stage_id = n.stage_id AND o.key = n.key)
        ELSE 0 END,
    obliged_by, reach, rule, pack, holder, owner_id, starts_at, due_at, yellow_at, red_at,
    provisional, printable, receipt, 'running'
FROM jsonb_populate_recordset(CAST(NULL AS deadlines), CAST(:deadlines AS jsonb)) n

-- name: open_stages
-- As `models.store.stage.as_json` writes them; each stands after all others of its case.
INSERT INTO stages (id, case_id, centre_id, name, ordinal, is_main, state, procedure, opened_at,
    opened_by_key, opened_by_stage, reason, fence)
SELECT n.id, n.case_id, n.centre_id, n.name, n.ordinality
        + (SELECT coalesce(max(b.ordinal), 0) FROM stages b WHERE b.case_id = n.case_id),
    n.is_main, 'open', n.procedure, n.opened_at, n.opened_by_key, n.opened_by_stage, n.reason, 0
FROM ROWS FROM (
    jsonb_to_recordset(CAST(:opened AS jsonb)) AS (id uuid, case_id uuid, centre_id uuid,
        name text, is_main boolean, procedure integer, opened_at timestamptz, opened_by_key text,
        opened_by_stage uuid, reason bytea)
) WITH ORDINALITY AS n
RETURNING id

-- name: wake_them
-- The workers are woken when the transaction commits, not before.
SELECT pg_notify('hutong_stage', CAST(id AS text))

-- name: tell
-- As `models.store.notices.as_json` writes them; each fact is told to a person once.
INSERT INTO notices (id, centre_id, case_id, officer_id, step_id, kind, dedup, created_at)
SELECT gen_random_uuid(), :centre, :case, n.officer_id, n.step_id, n.kind, n.dedup, :at
FROM jsonb_populate_recordset(CAST(NULL AS notices), CAST(:notices AS jsonb)) AS n
ON CONFLICT (dedup) DO NOTHING

-- name: append_events
-- One statement however many there are, in their order; number and hash are given by trigger.
INSERT INTO events
    (case_id, centre_id, seq, tag, at, actor_id, stage_id, step_id, detail, prev_hash, hash)
SELECT :case, :centre, 0, tag, :at, actor, stage, step, detail, '', ''
FROM unnest(
    CAST(:tags AS text[]), CAST(:actors AS uuid[]), CAST(:stages AS uuid[]),
    CAST(:steps AS uuid[]), CAST(:details AS jsonb[])
) WITH ORDINALITY AS e(tag, actor, stage, step, detail, place)
ORDER BY place

-- name: step_light
-- The light of a step `s` with its deadline `l`, as `models.law.lights.light` says it: the instants
-- at which it turns are counted once and kept with the deadline, here they are only compared. What the
-- program tried and failed to do is red: a person must look at it. What is done at once stands above.
CASE WHEN s.due_at IS NULL THEN CASE WHEN s.failure IS NOT NULL THEN 1
    WHEN s.rule IN {at_once} THEN -1 ELSE 4 END WHEN s.due_at < :now THEN 0 WHEN l.red_at <= :now THEN 1
    WHEN l.yellow_at <= :now THEN 2 ELSE 3 END

-- name: at_once
-- `models.law.lights.AT_ONCE`.
('1.1', '1.3', '1.4', '1.5', '1.6')

-- name: is_urgent
-- Whether the case of a stage `g` is urgent: somebody said so, and the shorter time counted or counts
-- (`models.law.lights.URGENT`).
EXISTS (SELECT 1 FROM deadlines u WHERE u.case_id = g.case_id AND u.state <> 'stopped'
    AND u.rule IN {urgent_rules})

-- name: urgent_rules
('2.1-high', '5B.1-urgent')

-- name: clock_light
-- The light of a deadline `d`; one that stands still (中止) has none.
CASE WHEN d.state = 'suspended' OR d.due_at IS NULL THEN 4 WHEN d.due_at < :now THEN 0
    WHEN d.red_at <= :now THEN 1 WHEN d.yellow_at <= :now THEN 2 ELSE 3 END

-- name: live_deadline
-- The deadline `l` that an open step `s` shows; one begun anew leaves earlier ones stopped.
LEFT JOIN deadlines l ON l.step_id = s.id AND l.state IN ('running', 'suspended') AND l.{is_shown}

-- name: is_shown
-- That of a duty which goes on stands beside the day that was said (`deadlines.carry`). Goes on from
-- a table's name.
key NOT LIKE 'beside:%'

-- name: newest_deadline
-- The deadline `l` of a step `s` in any state, of several the last begun.
LEFT JOIN LATERAL (
    SELECT * FROM deadlines WHERE step_id = s.id AND {is_shown} ORDER BY restarts DESC LIMIT 1
) l ON true

-- name: was_late
-- Whether what a step `s` ended was late: the day that was said, or the duty beside it.
(SELECT bool_or(m.met_late) FROM deadlines m WHERE m.step_id = s.id)

-- name: step_titles
-- What names a step `s` on screen; all null where there is none.
s.kind, s.key, s.form, s.paper, s.about, s.turn

-- name: step_columns
-- What every list of steps shows.
s.id, s.case_id, s.stage_id, {step_titles}, s.round, s.state, s.due_at, s.no_due_reason,
s.opened_at, s.viewed_at, s.holder, s.rule, s.owner_id, s.owner_role, s.attempts, s.failure,
s.draft IS NOT NULL AS has_draft, {step_light} AS light,
coalesce(l.provisional, false) AS is_provisional, l.receipt->>'confirmed' AS confirmed,
coalesce(l.state = 'suspended', false) AS stands_still,
g.name AS stage, g.is_main, c.number, c.child_id, c.practice, h.identity,
o.name AS owner, a.name AS absent, r.chased, r.chased_at,
(SELECT count(*) FROM supervision_orders k WHERE k.step_id = s.id AND k.state <> 'closed'
    AND k.case_id = s.case_id) AS ordered

-- name: step_tables
JOIN stages g ON g.id = s.stage_id JOIN cases c ON c.id = s.case_id
JOIN children h ON h.id = c.child_id
LEFT JOIN officers o ON o.id = s.owner_id LEFT JOIN officers a ON a.id = s.stands_in_for
LEFT JOIN LATERAL (
    SELECT count(*) AS chased, max(k.at) AS chased_at FROM chasers k WHERE k.step_id = s.id
) r ON true
