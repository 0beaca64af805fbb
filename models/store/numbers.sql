-- name: next
INSERT INTO counters (id, centre_id, series, year, last)
VALUES (gen_random_uuid(), :centre, :series, :year, 1)
ON CONFLICT (centre_id, series, year) DO UPDATE SET last = counters.last + 1
RETURNING last
