-- The transaction goes on as the officer of a live session; the secret of the session is the proof.
CREATE OR REPLACE FUNCTION hutong_enter(secret bytea, plans text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE who officers;
BEGIN
    SELECT o.* INTO who FROM login_sessions s JOIN officers o ON o.id = s.officer_id
    WHERE s.id = sha256(secret) AND s.ended_at IS NULL AND o.active
      AND (s.seen_at > now() - interval '30 min' AND s.created_at > now() - interval '10 h'
           OR NOT (SELECT own_clock FROM installation));
    IF NOT FOUND THEN RETURN false; END IF;
    PERFORM hutong_speak(who, plans);
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION hutong_enter FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_enter TO hutong_portal;
