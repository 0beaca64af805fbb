-- Whether a try was right: its password, hashed as it was shown, is what the account keeps. A try is
-- compared once. From then on it counts as no wrong one.
CREATE OR REPLACE FUNCTION hutong_compare_password(
    try_ uuid, hashed text, at_ timestamptz
) RETURNS SETOF officers
LANGUAGE plpgsql VOLATILE SET search_path = public AS $$
DECLARE who officers;
BEGIN
    PERFORM hutong_believed(at_);
    SELECT o.* INTO who FROM login_attempts l JOIN officers o ON o.account = l.account
    WHERE l.id = try_ AND NOT l.compared AND l.at > at_ - interval '10 min';
    UPDATE login_attempts SET compared = true, succeeded = coalesce(
        who.password = hashed AND who.active AND left(hashed, 10) = '$argon2id$', false)
    WHERE id = try_ AND NOT compared;
    RETURN QUERY SELECT o.* FROM officers o JOIN login_attempts l ON l.id = try_ AND l.succeeded
    WHERE o.id = who.id;
END $$;
REVOKE ALL ON FUNCTION hutong_compare_password FROM PUBLIC;
