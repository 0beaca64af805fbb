-- Two instants a span of the same child, and nothing else: not which case, not which centre.
CREATE OR REPLACE FUNCTION hutong_custody_spans(of_case uuid)
RETURNS TABLE (began_at timestamptz, ended_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT k.began_at, k.ended_at FROM custodies k
    WHERE k.child_id IN (
        SELECT o.id FROM cases c JOIN children h ON h.id = c.child_id
        JOIN children o ON o.id = h.id OR o.id_number_hash = h.id_number_hash
        WHERE c.id = of_case)
    ORDER BY k.began_at, k.ended_at
$$;
REVOKE ALL ON FUNCTION hutong_custody_spans FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_custody_spans TO hutong_portal, hutong_worker;
