-- The only way to a session: a try whose password was right. `secret` is what the browser keeps, and
-- is kept here as its hash.
CREATE OR REPLACE FUNCTION hutong_log_in(
    attempt uuid, hashed text, secret bytea, csrf_ text, address_ text, at_ timestamptz
) RETURNS TABLE (
    id uuid, centre_id uuid, name varchar, roles varchar[], account varchar,
    must_change_password boolean, csrf varchar
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE who officers;
BEGIN
    SELECT * INTO who FROM hutong_compare_password(attempt, hashed, at_);
    IF NOT FOUND OR length(secret) < 32 THEN RETURN; END IF;
    DELETE FROM login_sessions s WHERE s.created_at < at_ - interval '30 h';
    INSERT INTO login_sessions (id, officer_id, csrf, created_at, seen_at, address)
    VALUES (sha256(secret), who.id, csrf_, at_, at_, address_);
    RETURN QUERY SELECT who.id, who.centre_id, who.name, who.roles, who.account,
        who.must_change_password, csrf_::varchar;
END $$;
REVOKE ALL ON FUNCTION hutong_log_in FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_log_in TO hutong_portal;
