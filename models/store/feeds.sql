-- name: whose
SELECT officer_id FROM hutong_find_feed(:id)

-- name: live
SELECT created_at, fetched_at FROM calendar_feeds WHERE officer_id = :me AND revoked_at IS NULL

-- name: open
INSERT INTO calendar_feeds (id, centre_id, officer_id, created_at, hour_count)
VALUES (:id, :centre, :me, :now, 0)

-- name: revoke
UPDATE calendar_feeds SET revoked_at = :now WHERE officer_id = :me AND revoked_at IS NULL

-- name: count_fetch
UPDATE calendar_feeds SET fetched_at = :now,
    hour_count = CASE WHEN hour_at > :hour_ago THEN hour_count + 1 ELSE 1 END,
    hour_at = CASE WHEN hour_at > :hour_ago THEN hour_at ELSE :now END
WHERE id = :id RETURNING hour_count

-- name: wrong
SELECT count(*) FROM login_attempts WHERE address = :place AND at > :since

-- name: note_wrong
INSERT INTO login_attempts (id, account, address, at, succeeded)
VALUES (gen_random_uuid(), '', :place, :now, false)

-- name: read_only
SET TRANSACTION READ ONLY

-- name: due_steps
-- What waits for this officer: their forms, and signatures by their name.
SELECT s.id, s.due_at, s.due_moves, s.opened_at, c.number
FROM steps s JOIN stages g ON g.id = s.stage_id JOIN cases c ON c.id = s.case_id
WHERE s.state = 'open' AND g.state = 'open' AND s.due_at IS NOT NULL AND (
    s.kind = 'ask' AND s.owner_id = :me
    OR s.kind = 'approve' AND EXISTS (
        SELECT 1 FROM signatures n WHERE n.step_id = s.id AND n.state = 'open'
          AND n.officer_id = :me)
)
ORDER BY s.due_at, s.id LIMIT 2000
