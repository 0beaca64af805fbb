-- An administrator of this centre, whatever else the portal may.
CREATE OR REPLACE FUNCTION hutong_administers(of_centre uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT 1 FROM officers o
        WHERE o.id = hutong_officer() AND o.active
          AND o.centre_id = of_centre AND {Role.ADMINISTRATOR} = ANY (o.roles)
    )
$$;
REVOKE ALL ON FUNCTION hutong_administers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_administers TO hutong_portal, hutong_worker;
