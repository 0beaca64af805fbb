-- name: write
INSERT INTO papers (id, case_id, stage_id, centre_id, paper, about, series, year, number,
    full_number, title)
VALUES (:id, :case_id, :stage_id, :centre_id, :paper, :about, :series, :year, :number,
    :full_number, :title)

-- name: keep
-- A version without its bytes is never seen.
WITH version AS (
    INSERT INTO paper_versions (id, paper_id, case_id, step_id, version, issued_on, made_at,
        file_name, sha256, size, data_digest, template, program, context, facts, authors, sources, void)
    VALUES (:id, :paper_id, :case_id, :step_id, :version, :issued_on, :made_at,
        :file_name, :sha256, :size, :data_digest, :template, :program, :context, :facts, :authors,
        jsonb_build_object('steps', CAST(:sources AS jsonb)), false)
)
INSERT INTO files (version_id, case_id, content) VALUES (:id, :case_id, :content)

-- name: of_stage
SELECT p.id, p.full_number, p.title, coalesce(max(v.version), 0) AS version
FROM papers p LEFT JOIN paper_versions v ON v.paper_id = p.id
WHERE p.stage_id = :stage AND p.paper = :paper AND p.about IS NOT DISTINCT FROM :about
GROUP BY p.id

-- name: newest
SELECT v.id, v.sha256, v.data_digest, v.authors FROM paper_versions v
JOIN papers p ON p.id = v.paper_id
WHERE p.stage_id = :stage AND p.paper = :paper AND p.about IS NOT DISTINCT FROM :about
  AND NOT v.void
ORDER BY v.version DESC LIMIT 1

-- name: to_sign
SELECT v.id, v.sha256, v.data_digest, v.authors, v.made_at, v.step_id, m.position, p.paper, p.about,
    v.program, v.facts, f.content
FROM paper_versions v JOIN papers p ON p.id = v.paper_id JOIN files f ON f.version_id = v.id
JOIN steps m ON m.id = v.step_id
WHERE v.id = :version

-- name: sources_changed
-- A form that only filled in where the child lives or learns did not put it right.
SELECT EXISTS (SELECT 1 FROM steps s WHERE s.case_id = v.case_id AND s.state <> 'done'
        AND s.id::text IN (SELECT jsonb_array_elements_text(v.sources -> 'steps')))
    OR EXISTS (SELECT 1 FROM events e WHERE e.case_id = v.case_id AND e.at > v.made_at
        AND e.tag = 'identity:corrected' AND (e.step_id IS NULL OR e.detail -> 'fields' ?|
            ARRAY['name', 'called', 'sex', 'birth_date', 'birth_date_estimated', 'id_number']))
FROM paper_versions v WHERE v.id = :version

-- name: authors_of
SELECT authors FROM paper_versions WHERE id = :version

-- name: who_wrote
-- Who answered, for whom, whose draft it was, in this round or an earlier one.
SELECT DISTINCT who.id FROM steps s, unnest(
    ARRAY[s.done_by, s.stands_in_for]
    || ARRAY(SELECT jsonb_array_elements_text(s.result -> 'drafted_by')::uuid)
) AS who(id)
WHERE s.stage_id = :stage AND s.kind = 'ask' AND who.id IS NOT NULL AND s.key IN (
    SELECT w.key FROM steps w WHERE w.id = ANY (:steps) AND w.stage_id = :stage)

-- name: number_of
SELECT full_number FROM papers WHERE stage_id = :stage AND paper = :paper LIMIT 1

-- name: owed
-- Asked for, and still to be made.
SELECT s.paper, s.about FROM steps s
WHERE s.case_id = :case AND s.kind = 'issue' AND s.state = 'open'
ORDER BY s.opened_at, s.position, s.key

-- name: count_letters
SELECT count(*) FROM papers
WHERE case_id = :case AND paper = 'chaser_letter' AND about LIKE CAST(:about AS text) || '-%'

-- name: standing
-- The newest version that counts of each document; `hutong_dated_papers` asks the same for those
-- who change the law and see no case.
SELECT p.id, p.case_id, p.paper, p.about, p.title, p.full_number, max(v.made_at) AS made_at
FROM papers p JOIN paper_versions v ON v.paper_id = p.id
WHERE p.case_id = :case AND NOT v.void GROUP BY p.id
ORDER BY max(v.made_at) DESC, p.id LIMIT 300

-- name: standing_for_law
SELECT id, case_id, paper, about, title, full_number, made_at FROM hutong_dated_papers(:cases)

-- name: moved_days
SELECT h.at, h.old_due_at, h.new_due_at, d.id AS deadline_id, d.rule, d.step_id,
    coalesce((h.old_receipt->>'printable')::boolean, d.printable) AS was_certain
FROM deadline_changes h JOIN deadlines d ON d.id = h.deadline_id WHERE h.case_id = :case

-- name: every_file
SELECT v.id, v.sha256, f.content, (SELECT c.number FROM cases c WHERE c.id = v.case_id) AS number
FROM paper_versions v JOIN files f ON f.version_id = v.id
WHERE v.id > :after ORDER BY v.id LIMIT 200
