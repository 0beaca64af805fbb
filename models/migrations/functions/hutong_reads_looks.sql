-- The view log of a centre is read by its auditor, and by its leaders for the cases they lead.
CREATE OR REPLACE FUNCTION hutong_reads_looks() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT 1 FROM officers o
        WHERE o.id = hutong_officer() AND o.active
          AND o.roles && ARRAY[{Role.AUDITOR}, {Role.SUPERVISOR}, {Role.DIRECTOR}]::varchar[]
    )
$$;
REVOKE ALL ON FUNCTION hutong_reads_looks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_reads_looks TO hutong_portal, hutong_worker;
