-- Whether all other centres of this installation are practice: every active account there is one of
-- the practice centre's. What shows the runs of all centres together shows then nobody else's.
CREATE OR REPLACE FUNCTION hutong_is_alone() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT NOT EXISTS (
        SELECT 1 FROM officers o
        WHERE o.active AND o.centre_id <> hutong_centre() AND NOT EXISTS (
            SELECT 1 FROM system_facts f, jsonb_array_elements(f.value::jsonb) AS one
            WHERE f.name = 'practice_accounts' AND one ->> 'account' = o.account
        )
    )
$$;
REVOKE ALL ON FUNCTION hutong_is_alone FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_is_alone TO hutong_portal;
