-- name: report
SELECT hutong_report_unreadable(CAST(:places AS text[]), :now)
