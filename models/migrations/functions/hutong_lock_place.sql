-- Where a centre is, for the law, with nobody changing it until the transaction ends.
CREATE OR REPLACE FUNCTION hutong_lock_place(of_centre uuid) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    RETURN (SELECT coalesce(facts->>'locality_pack', '') FROM centres WHERE id = of_centre
        AND (session_user <> 'hutong_portal' OR hutong_places(id)) FOR UPDATE);
END $$;
REVOKE ALL ON FUNCTION hutong_lock_place FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_lock_place TO hutong_portal, hutong_worker;
