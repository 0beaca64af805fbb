-- Only a supervisor or director of this centre, whatever else the portal may.
CREATE OR REPLACE FUNCTION hutong_leads(of_centre uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT 1 FROM officers o
        WHERE o.id = hutong_officer() AND o.active AND o.centre_id = of_centre
          AND o.roles && ARRAY[{Role.SUPERVISOR}, {Role.DIRECTOR}]::varchar[]
    )
$$;
REVOKE ALL ON FUNCTION hutong_leads FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_leads TO hutong_portal, hutong_worker;
