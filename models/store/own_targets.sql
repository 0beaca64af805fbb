-- The centre's own targets: the newest change of a rule counts.

-- name: current
SELECT hutong_own_targets(:centre)

-- name: keep
-- Cases are opened beside each other, and a target is changed when none is on its way.
SELECT pg_advisory_xact_lock_shared(hashtextextended('own targets of ' || :centre, 0))

-- name: hold
SELECT pg_advisory_xact_lock(hashtextextended('own targets of ' || :centre, 0))

-- name: history
SELECT x.rule, x.at, x.old, x.new, x.reason, {by_name} AS by_name
FROM own_targets x WHERE x.centre_id = :centre ORDER BY x.ordinal DESC

-- name: record
INSERT INTO own_targets (id, centre_id, rule, at, by_id, old, new, reason)
VALUES (gen_random_uuid(), :centre, :rule, :at, :by, CAST(:old AS jsonb), CAST(:new AS jsonb),
    :reason)
