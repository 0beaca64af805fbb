-- The accounts of the practice centre, as the log-in page shows them to everybody.
CREATE OR REPLACE FUNCTION hutong_practice_accounts() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT value FROM system_facts WHERE name = 'practice_accounts'
$$;
REVOKE ALL ON FUNCTION hutong_practice_accounts FROM PUBLIC, hutong_worker;
GRANT EXECUTE ON FUNCTION hutong_practice_accounts TO hutong_portal;
