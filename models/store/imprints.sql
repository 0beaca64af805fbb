-- name: spelling
SELECT set_config('timezone', 'UTC', true), set_config('bytea_output', 'hex', true)

-- name: broken_chains
-- The first imprint of each chain that is not what was written, or does not follow the one before.
SELECT chain AS id, min(seq) AS seq FROM (
    SELECT i.chain, i.seq,
        i.hash <> encode(sha256(convert_to(hutong_imprint_text(i), 'UTF8')), 'hex')
        OR i.prev_hash <> coalesce(lag(i.hash) OVER c, repeat('0', 64))
        OR i.seq <> coalesce(lag(i.seq) OVER c, 0) + 1
        OR i.seq > coalesce(h.seq, 0) AS broken
    FROM imprints i LEFT JOIN imprint_heads h ON h.chain = i.chain
    WINDOW c AS (PARTITION BY i.chain ORDER BY i.seq)
    UNION ALL
    SELECT h.chain, h.seq, NOT EXISTS (SELECT 1 FROM imprints i
        WHERE i.chain = h.chain AND i.seq = h.seq AND i.hash = h.hash)
    FROM imprint_heads h
) told WHERE broken GROUP BY chain

-- name: differing
-- Rows that are not what their newest imprint made of them.
WITH newest AS (
    SELECT DISTINCT ON (of_table, row_id) of_table, row_id, chain, seq, whole
    FROM imprints ORDER BY of_table, row_id, seq DESC
), standing AS (
    SELECT of_table, row_id, chain,
        encode(sha256(convert_to(columns::text, 'UTF8')), 'hex') AS whole
    FROM ({rows}) r
)
SELECT coalesce(n.chain, r.chain) AS chain, coalesce(n.of_table, r.of_table) AS of_table,
    coalesce(n.row_id, r.row_id) AS row_id
FROM newest n FULL JOIN standing r ON r.of_table = n.of_table AND r.row_id = n.row_id
WHERE n.whole IS DISTINCT FROM r.whole OR n.chain IS DISTINCT FROM r.chain AND r.whole IS NOT NULL
ORDER BY 1, 2, 3

-- name: standing
SELECT of_table, row_id, columns FROM ({rows}) r WHERE chain = ANY (:chains)

-- name: rows
SELECT CAST('cases' AS text) AS of_table, id AS row_id, id AS chain,
    hutong_imprinted(to_jsonb(cases)) AS columns FROM cases
UNION ALL SELECT 'children' AS of_table, id AS row_id, id AS chain,
    hutong_imprinted(to_jsonb(children)) AS columns FROM children
UNION ALL SELECT 'case_persons' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(case_persons)) AS columns FROM case_persons
UNION ALL SELECT 'case_team' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(case_team)) AS columns FROM case_team
UNION ALL SELECT 'case_voidings' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(case_voidings)) AS columns FROM case_voidings
UNION ALL SELECT 'attachments' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(attachments)) AS columns FROM attachments
UNION ALL SELECT 'law_moves' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(law_moves)) AS columns FROM law_moves
UNION ALL SELECT 'stages' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(stages)) AS columns FROM stages
UNION ALL SELECT 'steps' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(steps)) AS columns FROM steps
UNION ALL SELECT 'corrections' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(corrections)) AS columns FROM corrections
UNION ALL SELECT 'papers' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(papers)) AS columns FROM papers
UNION ALL SELECT 'paper_versions' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(paper_versions)) AS columns FROM paper_versions
UNION ALL SELECT 'signatures' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(signatures)) AS columns FROM signatures
UNION ALL SELECT 'custodies' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(custodies)) AS columns FROM custodies
UNION ALL SELECT 'deadlines' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(deadlines)) AS columns FROM deadlines
UNION ALL SELECT 'deadline_changes' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(deadline_changes)) AS columns FROM deadline_changes
UNION ALL SELECT 'deadline_suspensions' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(deadline_suspensions)) AS columns FROM deadline_suspensions
UNION ALL SELECT 'cards' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(cards)) AS columns FROM cards
UNION ALL SELECT 'supervision_orders' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(supervision_orders)) AS columns FROM supervision_orders
UNION ALL SELECT 'order_entries' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(order_entries)) AS columns FROM order_entries
UNION ALL SELECT 'chasers' AS of_table, id AS row_id, case_id AS chain,
    hutong_imprinted(to_jsonb(chasers)) AS columns FROM chasers

-- name: of_chains
SELECT chain, seq, of_table, row_id, at, by_role, actor_id, columns FROM imprints
WHERE chain = ANY (:chains) ORDER BY chain, seq

-- name: case_numbered
SELECT id, child_id, number, centre_id FROM cases WHERE number = :wanted OR CAST(id AS text) = :wanted

-- name: strangers
SELECT chain, seq, of_table, row_id FROM hutong_strange_imprints()

-- name: cases_named
SELECT c.id AS chain, c.number FROM cases c WHERE c.id = ANY (:chains)
UNION ALL
SELECT k.id, min(c.number) FROM children k JOIN cases c ON c.child_id = k.id
WHERE k.id = ANY (:chains) GROUP BY k.id

-- name: sealed_answers
SELECT id, answer AS sealed FROM steps WHERE case_id = :case AND answer IS NOT NULL

-- name: sealed_guardians
SELECT id, identity AS sealed FROM case_persons WHERE case_id = :case AND kind = 'guardian'
ORDER BY ordinal
