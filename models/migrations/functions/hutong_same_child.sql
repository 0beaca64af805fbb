-- Other open cases of the child of this case, by its number: of the own centre with their number, of
-- another only that there is one, and only for who leads the centre. Who does not see the case itself
-- is told nothing.
CREATE OR REPLACE FUNCTION hutong_same_child(of_case uuid)
RETURNS TABLE (id uuid, number text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT DISTINCT CASE WHEN o.centre_id = c.centre_id THEN o.id END,
        CASE WHEN o.centre_id = c.centre_id THEN o.number::text END
    FROM cases c
    JOIN children k ON k.id = c.child_id
    JOIN children s ON s.id = k.id OR s.id_number_hash = k.id_number_hash
    JOIN cases o ON o.child_id = s.id AND o.id <> c.id AND o.state = {CaseState.OPEN}
    WHERE c.id = of_case AND c.state = {CaseState.OPEN} AND c.centre_id = hutong_centre()
      AND (hutong_scope() = 'centre' OR o.centre_id = c.centre_id AND EXISTS (
          SELECT 1 FROM case_team t
          WHERE t.case_id = c.id AND t.left_at IS NULL AND t.officer_id = hutong_officer()))
    LIMIT 20
$$;
REVOKE ALL ON FUNCTION hutong_same_child FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_same_child TO hutong_portal;
