-- name: heads
SELECT CAST('events' AS text) AS of_table, case_id AS chain, seq, hash FROM event_heads
UNION ALL SELECT 'imprints', chain, seq, hash FROM imprint_heads

-- name: written
SELECT rows, sha256 FROM hutong_written_between(:of, :since, :until)

-- name: other_events
-- Anchored ends of chains at which something else, or nothing, stands now.
SELECT a.chain, a.seq, (SELECT c.number FROM cases c WHERE c.id = a.chain) AS number
FROM unnest(CAST(:chains AS uuid[]), CAST(:seqs AS integer[]), CAST(:hashes AS text[]))
    AS a(chain, seq, hash)
LEFT JOIN events e ON e.case_id = a.chain AND e.seq = a.seq
WHERE e.hash IS DISTINCT FROM a.hash ORDER BY 1

-- name: other_imprints
SELECT a.chain, a.seq, coalesce((SELECT c.number FROM cases c WHERE c.id = a.chain),
    (SELECT min(c.number) FROM cases c WHERE c.child_id = a.chain)) AS number
FROM unnest(CAST(:chains AS uuid[]), CAST(:seqs AS integer[]), CAST(:hashes AS text[]))
    AS a(chain, seq, hash)
LEFT JOIN imprints i ON i.chain = a.chain AND i.seq = a.seq
WHERE i.hash IS DISTINCT FROM a.hash ORDER BY 1

-- name: fact
SELECT value, at FROM system_facts WHERE name = 'anchor:last'

-- name: note
INSERT INTO system_facts (name, value, at) VALUES ('anchor:last', :value, :at)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at
