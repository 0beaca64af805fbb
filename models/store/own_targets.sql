-- The centre's own targets: the newest change of a rule counts.

-- name: current
SELECT hutong_own_targets(:centre)

-- name: history
SELECT x.rule, x.at, x.old, x.new, x.reason, {by_name} AS by_name
FROM own_targets x WHERE x.centre_id = :centre ORDER BY x.ordinal DESC

-- name: record
INSERT INTO own_targets (id, centre_id, rule, at, by_id, old, new, reason)
VALUES (gen_random_uuid(), :centre, :rule, :at, :by, CAST(:old AS jsonb), CAST(:new AS jsonb),
    :reason)
