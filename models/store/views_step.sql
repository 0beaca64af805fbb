-- One step: its form, its signatures, its reminders, its documents; and the log of who looked.

-- name: step
SELECT {step_columns}, s.answer, s.draft, s.reason, s.result, s.done_at, s.done_on, s.late_reason,
    g.state AS stage_state, c.pack, c.locality, b.name AS done_by_name, l.id AS deadline_id,
    {was_late} AS met_late
FROM steps s {step_tables} {newest_deadline} LEFT JOIN officers b ON b.id = s.done_by
WHERE s.id = :step LIMIT 1

-- name: earlier
SELECT e.id, e.answer, e.reason FROM steps e JOIN steps s
ON s.stage_id = e.stage_id AND s.key = e.key
WHERE s.id = :step AND e.round < s.round ORDER BY e.round DESC LIMIT 1

-- name: signatures
SELECT n.id, n.ordinal, n.role, n.mode, n.officer_id, n.stands_in_for, n.state, n.viewed_at,
    n.decided_at, n.decided_by, n.opinion, n.version_id, o.name AS officer,
    d.name AS decided_by_name, a.name AS absent, v.authors
FROM signatures n JOIN paper_versions v ON v.id = n.version_id
LEFT JOIN officers o ON o.id = n.officer_id LEFT JOIN officers d ON d.id = n.decided_by
LEFT JOIN officers a ON a.id = n.stands_in_for
WHERE n.step_id = :step ORDER BY n.ordinal LIMIT 100

-- name: deadline_of
SELECT id FROM deadlines WHERE step_id = :step ORDER BY {is_shown} DESC, restarts DESC LIMIT 1

-- name: chasers
SELECT x.id, x.at, x.means, x.note, x.holder, {by_name} AS by_name, w.name AS to_name
FROM chasers x LEFT JOIN officers w ON w.id = x.to_id
WHERE x.step_id = :step ORDER BY x.at DESC LIMIT 100

-- name: version
SELECT v.id, v.case_id, v.version, v.issued_on, v.made_at, v.file_name, v.sha256, v.size, v.void,
    p.title, p.full_number
FROM paper_versions v JOIN papers p ON p.id = v.paper_id WHERE v.id = :id LIMIT 1

-- name: file
SELECT content FROM files WHERE version_id = :id

-- name: officers
SELECT id, account, name, roles FROM officers WHERE active ORDER BY account LIMIT 1000

-- name: absences
SELECT a.id, a.from_at, a.until_at, a.ended_at, o.name AS officer, c.name AS cover
FROM absences a JOIN officers o ON o.id = a.officer_id JOIN officers c ON c.id = a.cover_id
WHERE a.until_at > :since ORDER BY a.from_at DESC LIMIT 300

-- name: next
SELECT {step_columns} FROM steps s {step_tables} {live_deadline}
WHERE s.case_id = :case AND s.state = 'open' AND (
    s.id = :step OR s.opened_at >= (
        SELECT max(at) FROM events WHERE case_id = :case AND step_id = :step))
ORDER BY s.opened_at, s.key LIMIT 100

-- name: viewed
INSERT INTO view_log (id, centre_id, case_id, officer_id, at, what, ref)
VALUES (gen_random_uuid(), :centre, :case, :officer, :at, :what, :ref)
