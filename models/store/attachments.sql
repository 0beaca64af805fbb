-- name: take
SELECT hutong_take_content(:proposed, :digest, :key, :size, :chunks)

-- name: write
INSERT INTO attachments (id, case_id, step_id, item, person_id, of_child, paper_id, content_id,
    preview_id, digest, digest_key, size, media, kind, originality, made_on, told, caption, turned,
    at, by_id)
VALUES (:id, :case_id, :step_id, :item, :person_id, :of_child, :paper_id, :content_id,
    :preview_id, :digest, :digest_key, :size, :media, :kind, :originality, :made_on, :told,
    :caption, 0, :at, :by_id)

-- name: keep_chunk
INSERT INTO attachment_chunks (id, content_id, number, content)
VALUES (:id, :content_id, :number, :content)

-- name: belongs
-- Whether what an attachment is said to belong to is of the case, and seen.
SELECT (CAST(:step AS uuid) IS NULL
        OR EXISTS (SELECT 1 FROM steps s WHERE s.id = :step AND s.case_id = :case))
    AND (CAST(:person AS uuid) IS NULL
        OR EXISTS (SELECT 1 FROM case_persons p WHERE p.id = :person AND p.case_id = :case))
    AND (CAST(:paper AS uuid) IS NULL
        OR EXISTS (SELECT 1 FROM papers p WHERE p.id = :paper AND p.case_id = :case))

-- name: one
{lines} WHERE a.id = :id

-- name: of_case
{lines} WHERE a.case_id = :case ORDER BY a.at DESC, a.id

-- name: count
SELECT count(*) FROM attachments WHERE case_id = :case AND removed_at IS NULL

-- name: places
-- What of a case an attachment can belong to: its documents, and its steps that people do.
SELECT s.id, s.key, s.form, s.paper, s.about, s.kind, s.turn, NULL AS title, NULL AS full_number, s.opened_at AS at
FROM steps s WHERE s.case_id = :case AND s.kind = 'ask' AND s.state IN ('open', 'done')
UNION ALL
SELECT p.id, NULL, NULL, p.paper, p.about, NULL, NULL, p.title, p.full_number,
    (SELECT max(v.made_at) FROM paper_versions v WHERE v.paper_id = p.id)
FROM papers p WHERE p.case_id = :case
ORDER BY at DESC NULLS LAST, id LIMIT 200

-- name: lines
SELECT a.id, a.case_id, a.step_id, a.item, a.person_id, a.of_child, a.paper_id, a.content_id,
    a.preview_id, a.digest, a.size, a.media, a.kind, a.originality, a.made_on, a.told, a.caption,
    a.turned, a.at, a.compared_at, a.removed_at, a.removal_reason,
    (SELECT o.name FROM officers o WHERE o.id = a.by_id) AS by_name,
    (SELECT o.name FROM officers o WHERE o.id = a.compared_by) AS compared_name,
    (SELECT o.name FROM officers o WHERE o.id = a.removed_by) AS removed_name,
    s.kind AS step_kind, s.key, s.form, s.paper, s.about, s.turn,
    (SELECT p.title FROM papers p WHERE p.id = a.paper_id) AS paper_title,
    (SELECT p.full_number FROM papers p WHERE p.id = a.paper_id) AS paper_number
FROM attachments a LEFT JOIN steps s ON s.id = a.step_id

-- name: lock
SELECT 1 FROM attachments WHERE id = :id FOR NO KEY UPDATE

-- name: compare
UPDATE attachments SET compared_at = :at, compared_by = :by WHERE id = :id

-- name: describe
UPDATE attachments SET caption = :caption, turned = :turned WHERE id = :id

-- name: remove
UPDATE attachments SET removed_at = :at, removed_by = :by, removal_reason = :reason
WHERE id = :id AND removed_at IS NULL

-- name: content
SELECT id, centre_id, digest, digest_key, size, chunks FROM attachment_contents WHERE id = :id

-- name: chunk
SELECT content FROM attachment_chunks WHERE content_id = :content AND number = :number

-- name: contents
SELECT id, centre_id, digest, digest_key, size, chunks FROM attachment_contents
WHERE id > :after ORDER BY id LIMIT 200

-- name: without_content
-- Attachments that stand whose bytes, or pictures, are not there, or are others than they say.
SELECT a.id, (SELECT c.number FROM cases c WHERE c.id = a.case_id) AS number
FROM attachments a WHERE a.removed_at IS NULL AND (
    NOT EXISTS (SELECT 1 FROM attachment_contents t
        WHERE t.id = a.content_id AND t.digest = a.digest AND t.size = a.size)
    OR a.preview_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM attachment_contents t WHERE t.id = a.preview_id))
ORDER BY a.id

-- name: standing_on
SELECT a.id, (SELECT c.number FROM cases c WHERE c.id = a.case_id) AS number
FROM attachments a
WHERE a.removed_at IS NULL AND (a.content_id = :content OR a.preview_id = :content) ORDER BY a.id
