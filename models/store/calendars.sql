-- The calendar in effect, known by the last notice applied.

-- name: last
SELECT id FROM calendar_notices WHERE ordinal IS NOT NULL ORDER BY ordinal DESC LIMIT 1

-- name: head
SELECT hutong_calendar_head()

-- name: hold
SELECT hutong_hold_calendar()

-- name: in_effect
-- A notice that was corrected stands aside for the one that corrects it.
SELECT n.id FROM calendar_notices n
WHERE n.ordinal <= (SELECT h.ordinal FROM calendar_notices h WHERE h.id = :head)
  AND NOT EXISTS (
    SELECT 1 FROM calendar_notices c WHERE c.supersedes = n.id
      AND c.ordinal <= (SELECT h.ordinal FROM calendar_notices h WHERE h.id = :head))
ORDER BY n.ordinal

-- name: corrected
SELECT supersedes FROM calendar_notices WHERE id = :id

-- name: notice
SELECT year, scope, official, number, title FROM calendar_notices WHERE id = :id

-- name: days
SELECT day, kind, name FROM calendar_notice_days WHERE notice_id = :id ORDER BY day
