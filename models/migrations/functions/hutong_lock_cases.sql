-- In one order, so that two recounts do not wait for each other.
CREATE OR REPLACE FUNCTION hutong_lock_cases(these uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM 1 FROM cases WHERE id = ANY (these) AND hutong_may_recount(centre_id)
        ORDER BY id FOR NO KEY UPDATE;
END $$;
REVOKE ALL ON FUNCTION hutong_lock_cases FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_lock_cases TO hutong_portal, hutong_worker;
