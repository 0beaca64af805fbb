-- name: live
SELECT created_at, fetched_at FROM calendar_feeds WHERE officer_id = :me AND revoked_at IS NULL

-- name: open
INSERT INTO calendar_feeds (id, centre_id, officer_id, created_at, hour_count)
VALUES (:id, :centre, :me, :now, 0)

-- name: revoke
UPDATE calendar_feeds SET revoked_at = :now WHERE officer_id = :me AND revoked_at IS NULL

-- name: fetch
SELECT hutong_fetch_feed(:secret, :place, :now)

-- name: due_steps
SELECT id, number, due_at, due_moves, opened_at FROM hutong_feed_steps(:secret)
