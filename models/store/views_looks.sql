-- Who looked at what, as the auditor and the leaders of a case read it; see `models.store.keyset`.

-- name: wanted
centre_id = :centre
    AND (CAST(:case AS uuid) IS NULL OR case_id = :case)
    AND (CAST(:officer AS uuid) IS NULL OR officer_id = :officer)
    AND at >= :since AND at < :until

-- name: looks
WITH page AS MATERIALIZED (
    (SELECT * FROM view_log WHERE NOT :newer AND {wanted} AND (at, id) < (:at, :id)
     ORDER BY at DESC, id DESC LIMIT 51)
    UNION ALL
    (SELECT * FROM view_log WHERE :newer AND {wanted} AND (at, id) > (:at, :id)
     ORDER BY at, id LIMIT 51)
)
SELECT l.id, l.at, l.what, l.case_id, o.name AS officer, o.account,
    hutong_case_number(l.case_id) AS number
FROM page l JOIN officers o ON o.id = l.officer_id
ORDER BY l.at DESC, l.id DESC

-- name: numbered
SELECT hutong_case_numbered(:number)

-- name: number_of
SELECT hutong_case_number(:case)

-- name: told
-- As the owner of the tables: of every centre, the newest first.
SELECT l.at, l.what, l.case_id, o.name AS officer, o.account, c.number
FROM view_log l JOIN officers o ON o.id = l.officer_id LEFT JOIN cases c ON c.id = l.case_id
WHERE (CAST(:number AS text) IS NULL OR c.number = :number)
    AND (CAST(:account AS text) IS NULL OR o.account = :account)
    AND l.at >= :since AND l.at < :until
ORDER BY l.at DESC, l.id DESC LIMIT :most
