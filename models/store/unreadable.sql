-- name: report
SELECT hutong_report_unreadable(CAST(:places AS text[]), :now)

-- name: report_of
SELECT hutong_tell_unreadable(c.centre_id, CAST(:places AS text[]), :now) FROM cases c
WHERE c.id = :of OR c.id = (SELECT case_id FROM stages WHERE id = :of)
   OR c.id = (SELECT case_id FROM deadlines WHERE id = :of)
