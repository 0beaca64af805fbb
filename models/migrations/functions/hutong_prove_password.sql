-- Whether the officer of a session has typed their own password, before they choose another.
CREATE OR REPLACE FUNCTION hutong_prove_password(
    attempt uuid, hashed text, secret bytea, at_ timestamptz
) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM hutong_compare_password(attempt, hashed, at_) o
        JOIN login_sessions s ON s.officer_id = o.id AND s.ended_at IS NULL
            AND s.id = sha256(secret));
END $$;
REVOKE ALL ON FUNCTION hutong_prove_password FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_prove_password TO hutong_portal;
