-- The portal counts deadlines again only for an administrator, or for a director in the own centre.
CREATE OR REPLACE FUNCTION hutong_may_recount(of_centre uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT session_user <> 'hutong_portal' OR EXISTS (
        SELECT 1 FROM officers o
        WHERE o.id = hutong_officer() AND o.active
          AND ({Role.ADMINISTRATOR} = ANY (o.roles)
               OR ({Role.DIRECTOR} = ANY (o.roles) AND o.centre_id = of_centre))
    )
$$;
REVOKE ALL ON FUNCTION hutong_may_recount FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_may_recount TO hutong_portal, hutong_worker;
