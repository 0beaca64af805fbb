-- Where a centre is, for the law; the portal says so only for who may decide it.
CREATE OR REPLACE FUNCTION hutong_set_place(of_centre uuid, local text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public AS $$
    UPDATE centres SET facts = facts || jsonb_build_object('locality_pack', local)
    WHERE id = of_centre AND (session_user <> 'hutong_portal' OR hutong_places(id))
$$;
REVOKE ALL ON FUNCTION hutong_set_place FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_set_place TO hutong_portal, hutong_worker;
