-- The case of the centre whose stage has this run, for who may look at runs: so that the look is
-- written down under the case also where they do not see it themselves.
CREATE OR REPLACE FUNCTION hutong_case_of_run(run uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT g.case_id FROM stages g
    WHERE g.flow_run_id = run AND g.centre_id = hutong_centre() AND EXISTS (
        SELECT 1 FROM officers o WHERE o.id = hutong_officer() AND o.active
          AND o.roles && ARRAY[{Role.DIRECTOR}, {Role.ADMINISTRATOR}]::varchar[]
    )
    LIMIT 1
$$;
REVOKE ALL ON FUNCTION hutong_case_of_run FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_case_of_run TO hutong_portal;
