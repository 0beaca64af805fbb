-- name: pick_from_team
{pick_what}
JOIN case_team t ON t.case_id = :case AND t.officer_id = o.id AND t.left_at IS NULL
{pick_who}
ORDER BY away, t.lead DESC, t.joined_at, o.account
LIMIT 1

-- name: pick_least_busy
{pick_what}
{pick_who}
ORDER BY away, (
    SELECT count(*) FROM steps s WHERE s.owner_id = o.id AND s.state = 'open'
) + (
    SELECT count(*) FROM signatures g WHERE g.officer_id = o.id AND g.state = 'open'
), o.account
LIMIT 1

-- name: pick_what
SELECT coalesce(c.id, o.id) AS officer_id,
    CASE WHEN c.id IS NULL THEN NULL ELSE o.id END AS stands_in_for,
    a.id IS NOT NULL AND c.id IS NULL AS away,
    EXISTS (
        SELECT 1 FROM case_team s WHERE s.case_id = :case AND s.left_at IS NULL
          AND s.officer_id = coalesce(c.id, o.id)
    ) AS on_team
FROM officers o

-- name: pick_who
LEFT JOIN absences a ON a.officer_id = o.id AND a.ended_at IS NULL
    AND :now >= a.from_at AND :now < a.until_at
LEFT JOIN officers c ON c.id = a.cover_id AND c.active AND :role = ANY (c.roles)
    AND NOT c.id = ANY (:barred)
WHERE o.centre_id = :centre AND o.active AND :role = ANY (o.roles)
  AND NOT o.id = ANY (:barred)

-- name: by_account
SELECT id, centre_id, name, roles, active FROM officers WHERE account = :account

-- name: of_centre
SELECT id, centre_id, name, roles, active FROM officers WHERE id = :id
