-- Log out.
CREATE OR REPLACE FUNCTION hutong_end_session(secret bytea, at_ timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public AS $$
    UPDATE login_sessions SET ended_at = hutong_believed(at_)
    WHERE id = sha256(secret) AND ended_at IS NULL
$$;
REVOKE ALL ON FUNCTION hutong_end_session FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_end_session TO hutong_portal;
