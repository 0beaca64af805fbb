-- name: next_channel
SELECT d.channel_id FROM deliveries d
WHERE {waiting} AND d.channel_id <> ALL (:seen) AND d.via <> ALL (:away)
ORDER BY d.next_at, d.channel_id LIMIT 1

-- name: waiting
d.state IN ('queued', 'failed') AND d.next_at <= :now

-- name: claim
SELECT d.id, d.notice_id, d.attempts, d.via, n.kind, n.read_at, c.number,
    coalesce(c.practice, false) AS practice, s.due_at, h.address, h.removed_at, h.code, o.active
FROM deliveries d JOIN channels h ON h.id = d.channel_id JOIN officers o ON o.id = d.officer_id
LEFT JOIN notices n ON n.id = d.notice_id LEFT JOIN cases c ON c.id = n.case_id
LEFT JOIN steps s ON s.id = n.step_id
WHERE {waiting} AND d.channel_id = :channel
ORDER BY d.attempts DESC, d.created_at, d.id FOR UPDATE OF d SKIP LOCKED

-- name: lease
UPDATE deliveries SET attempts = attempts + 1, next_at = :until WHERE id = ANY (:deliveries)

-- name: mark
UPDATE deliveries SET state = :state, reason = :reason, sent_at = :sent, next_at = :next
WHERE id = ANY (:deliveries)

-- name: postpone
UPDATE deliveries SET next_at = :until WHERE id = ANY (:deliveries)

-- name: tell_of_failure
-- The officer, and who looks after the installation.
INSERT INTO notices (id, centre_id, officer_id, kind, dedup, created_at)
SELECT gen_random_uuid(), o.centre_id, o.id, 'delivery',
    'delivery:' || CAST(:once AS text) || ':' || o.id, :now
FROM channels h JOIN officers o ON o.centre_id = h.centre_id AND o.active
WHERE h.id = :channel AND (
    o.id = h.officer_id OR 'administrator' = ANY (o.roles)
    OR 'supervisor' = ANY (o.roles) AND NOT EXISTS (
        SELECT 1 FROM officers a WHERE a.centre_id = h.centre_id AND a.active
          AND 'administrator' = ANY (a.roles))
)
ON CONFLICT (dedup) DO NOTHING

-- name: try_again
UPDATE deliveries SET state = 'queued', attempts = 0, next_at = :now, reason = NULL
WHERE state IN ('failed', 'given_up') AND notice_id IS NOT NULL
  AND (id = :delivery OR CAST(:delivery AS uuid) IS NULL)
