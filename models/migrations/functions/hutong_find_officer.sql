-- Before a person is logged in no centre is set, and row-level security shows nobody.
CREATE OR REPLACE FUNCTION hutong_find_officer(by_account text, by_id uuid) RETURNS SETOF officers
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT * FROM officers WHERE account = by_account OR id = by_id
$$;
REVOKE ALL ON FUNCTION hutong_find_officer FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_find_officer TO hutong_portal;
