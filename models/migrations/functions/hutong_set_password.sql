-- An officer's own password, after a try that proved the old one: another, and their other sessions
-- end, or the same hashed with today's parameters.
CREATE OR REPLACE FUNCTION hutong_set_password(
    attempt uuid, old_hash text, new_hash text, is_other boolean, secret bytea, at_ timestamptz
) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE who uuid; this bytea := sha256(secret);
BEGIN
    UPDATE officers o SET password = new_hash, must_change_password = must_change_password AND NOT is_other
    FROM login_attempts l, login_sessions s
    WHERE l.id = attempt AND l.account = o.account AND l.succeeded
      AND l.at > hutong_believed(at_) - interval '10 min'
      AND s.id = this AND s.officer_id = o.id AND s.ended_at IS NULL AND o.active
      AND o.password = old_hash AND new_hash LIKE '$argon2id$%'
    RETURNING o.id INTO who;
    UPDATE login_sessions SET ended_at = at_
    WHERE is_other AND officer_id = who AND id <> this AND ended_at IS NULL;
    RETURN who IS NOT NULL;
END $$;
REVOKE ALL ON FUNCTION hutong_set_password FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_set_password TO hutong_portal;
