-- The case of one's centre that has a number, for who reads the view log.
CREATE OR REPLACE FUNCTION hutong_case_numbered(wanted text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT c.id FROM cases c
    WHERE c.number = wanted AND c.centre_id = hutong_centre() AND hutong_reads_looks()
$$;
REVOKE ALL ON FUNCTION hutong_case_numbered FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_case_numbered TO hutong_portal;
