-- Calendar notices as they were loaded, with their course.

-- name: columns
n.id, n.year, n.scope, n.official, n.number, n.title, n.published_on, n.supersedes, n.loaded_at,
    n.ordinal, n.applied_at, n.dropped_at,
    l.name AS loaded_by_name, a.name AS applied_by_name, o.number AS corrects,
    c.number AS corrected_by, r.moved,
    (SELECT count(*) FROM calendar_notice_days d WHERE d.notice_id = n.id) AS days
    FROM calendar_notices n
    LEFT JOIN officers l ON l.id = n.loaded_by LEFT JOIN officers a ON a.id = n.applied_by
    LEFT JOIN calendar_notices o ON o.id = n.supersedes
    LEFT JOIN calendar_notices c ON c.supersedes = n.id AND c.ordinal IS NOT NULL
    LEFT JOIN recounts r ON r.identity = 'calendar:' || n.id

-- name: everything
SELECT {columns} ORDER BY n.ordinal DESC NULLS FIRST, n.loaded_at DESC

-- name: one
SELECT {columns} WHERE n.id = :id

-- name: lock
SELECT ordinal, dropped_at FROM calendar_notices WHERE id = :id FOR UPDATE

-- name: whole_year
-- A whole year arranged by a notice that nobody has corrected yet.
SELECT n.number FROM calendar_notices n
WHERE n.year = :year AND n.scope = 'whole' AND n.ordinal IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM calendar_notices c WHERE c.supersedes = n.id AND c.ordinal IS NOT NULL)

-- name: load
WITH written AS (
    INSERT INTO calendar_notices (id, year, scope, official, number, title, published_on,
        supersedes, loaded_at, loaded_by)
    VALUES (:id, :year, :scope, :official, :number, :title, :published_on, :supersedes, :at, :by)
    RETURNING id
)
INSERT INTO calendar_notice_days (id, notice_id, day, kind, name)
SELECT gen_random_uuid(), written.id, d.day, d.kind, d.name
FROM written, unnest(CAST(:days AS date[]), CAST(:kinds AS text[]), CAST(:names AS text[]))
    AS d(day, kind, name)

-- name: apply
UPDATE calendar_notices SET applied_at = :at, applied_by = :by,
    ordinal = (SELECT coalesce(max(ordinal), 0) + 1 FROM calendar_notices)
WHERE id = :id

-- name: drop
UPDATE calendar_notices SET dropped_at = :at
WHERE id = :id AND ordinal IS NULL AND dropped_at IS NULL

-- name: keeper
-- This account, and whether other centres share the calendar with it.
SELECT account, EXISTS (SELECT 1 FROM centres WHERE id <> :centre) AS shares
FROM officers WHERE id = :id
