-- The value by which a process sees whether its key is this database's; sealed, so nobody reads it.
CREATE OR REPLACE FUNCTION hutong_key_proof() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT value FROM system_facts WHERE name = 'master_key'
$$;
REVOKE ALL ON FUNCTION hutong_key_proof FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_key_proof TO hutong_portal, hutong_worker;
