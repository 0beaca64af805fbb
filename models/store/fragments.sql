-- Pieces that statements of more than one file take in, each by its name in braces.

-- name: by_name
-- Who did it (`x.by_id`), as people read it; null for the procedure itself.
(SELECT o.name FROM officers o WHERE o.id = x.by_id)
