-- Rows that a migration changed, added or removed, or found without an imprint, get one as they stand.
-- Called by the owner alone; what it takes over is marked as such for ever.
CREATE OR REPLACE FUNCTION hutong_imprint_all(of_table_ text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public SET timezone = 'UTC' SET bytea_output = 'hex'
SET enable_seqscan = off AS $$
DECLARE
    is_ jsonb;
    was jsonb;
BEGIN
    FOR is_, was IN EXECUTE format(
        'SELECT to_jsonb(t), (SELECT jsonb_object_agg(k, v ORDER BY i.seq) FROM imprints i, '
        'jsonb_each(i.columns) AS one(k, v) WHERE i.of_table = %L AND i.row_id = t.id) '
        'FROM %I t ORDER BY t.id', of_table_, of_table_)
    LOOP
        PERFORM hutong_leave_imprint(of_table_, was, is_, 'migration');
    END LOOP;
    FOR was IN EXECUTE format(
        'SELECT (SELECT jsonb_object_agg(k, v ORDER BY i.seq) FROM imprints i, '
        'jsonb_each(i.columns) AS one(k, v) WHERE i.of_table = %L AND i.row_id = n.row_id) FROM ('
        'SELECT DISTINCT ON (row_id) row_id, whole FROM imprints WHERE of_table = %L '
        'ORDER BY row_id, seq DESC) n '
        'WHERE n.whole IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %I t WHERE t.id = n.row_id)',
        of_table_, of_table_, of_table_)
    LOOP
        PERFORM hutong_leave_imprint(of_table_, was, NULL, 'migration');
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION hutong_imprint_all FROM PUBLIC;
