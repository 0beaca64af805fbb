-- Whose session a secret is or was, also after it ended.
CREATE OR REPLACE FUNCTION hutong_whose_session(secret bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT officer_id FROM login_sessions WHERE id = sha256(secret)
$$;
REVOKE ALL ON FUNCTION hutong_whose_session FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_whose_session TO hutong_portal;
