-- Only a director of this centre, whatever else the portal may.
CREATE OR REPLACE FUNCTION hutong_directs(of_centre uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT 1 FROM officers o
        WHERE o.id = hutong_officer() AND o.active
          AND o.centre_id = of_centre AND {Role.DIRECTOR} = ANY (o.roles)
    )
$$;
REVOKE ALL ON FUNCTION hutong_directs FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_directs TO hutong_portal, hutong_worker;
