-- The newest cases whose child has this number, of those that whoever asks may see.
CREATE OR REPLACE FUNCTION hutong_cases_of_number(hash bytea, most integer)
RETURNS TABLE (id uuid, place bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT f.id, row_number() OVER () FROM (
        SELECT c.id FROM children k JOIN cases c ON c.child_id = k.id
        WHERE k.id_number_hash = hash AND c.centre_id = hutong_centre()
          AND (hutong_scope() = 'centre' OR EXISTS (
              SELECT 1 FROM case_team t
              WHERE t.case_id = c.id AND t.left_at IS NULL AND t.officer_id = hutong_officer()))
        ORDER BY c.opened_at DESC, c.id DESC LIMIT most) f
$$;
REVOKE ALL ON FUNCTION hutong_cases_of_number FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_cases_of_number TO hutong_portal;
