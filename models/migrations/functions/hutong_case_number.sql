-- The number of a case of one's centre, for who reads the view log: an auditor sees no case itself.
CREATE OR REPLACE FUNCTION hutong_case_number(of_case uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT c.number FROM cases c
    WHERE c.id = of_case AND c.centre_id = hutong_centre() AND hutong_reads_looks()
$$;
REVOKE ALL ON FUNCTION hutong_case_number FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_case_number TO hutong_portal;
