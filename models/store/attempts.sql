-- name: one_after_another
SELECT pg_advisory_xact_lock(hashtextextended('hutong.log-in.' || :whom, 0))

-- name: forget
DELETE FROM login_attempts WHERE at < :old

-- name: wrong
SELECT count(*) FILTER (WHERE account = :account AND address = :address AND at >= since.right_one) AS here,
       max(at) FILTER (WHERE account = :account AND address = :address AND at >= since.right_one) AS last_here,
       count(*) FILTER (WHERE account = :account AND at > :lately) AS of_account,
       count(*) FILTER (WHERE address = :address AND at > :lately) AS of_address
FROM login_attempts, LATERAL (
    SELECT coalesce(max(s.at), :since) AS right_one FROM login_attempts s
    WHERE s.account = :account AND s.address = :address AND s.succeeded
) since
WHERE at > :since AND NOT succeeded AND (account = :account OR address = :address)

-- name: note
INSERT INTO login_attempts (id, account, address, at, succeeded)
VALUES (:id, :account, :address, :at, false)

-- name: succeeded
UPDATE login_attempts SET succeeded = true WHERE id = :id
