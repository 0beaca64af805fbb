-- Changes by who is neither the portal nor the worker: all but those of the command that ends an
-- account or takes a role away on the machine itself, which leaves its own entry. The worker asks, and
-- does not see what was done with accounts.
CREATE OR REPLACE FUNCTION hutong_strange_imprints()
RETURNS TABLE (chain uuid, seq integer, of_table varchar, row_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT i.chain, i.seq, i.of_table, i.row_id FROM imprints i
    WHERE i.by_role NOT IN ('hutong_portal', 'hutong_worker', 'migration')
      AND (i.by_role = 'unknown' OR NOT EXISTS (SELECT 1 FROM account_changes a
        WHERE a.by_machine IS NOT NULL AND a.at BETWEEN i.at - interval '10 min' AND i.at + interval '10 min'))
    ORDER BY i.chain, i.seq
$$;
REVOKE ALL ON FUNCTION hutong_strange_imprints FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_strange_imprints TO hutong_worker;
