-- A director or an administrator of this centre, whatever else the portal may.
CREATE OR REPLACE FUNCTION hutong_places(of_centre uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT 1 FROM officers o
        WHERE o.id = hutong_officer() AND o.active
          AND o.centre_id = of_centre
          AND o.roles && ARRAY[{Role.DIRECTOR}, {Role.ADMINISTRATOR}]::varchar[]
    )
$$;
REVOKE ALL ON FUNCTION hutong_places FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_places TO hutong_portal, hutong_worker;
