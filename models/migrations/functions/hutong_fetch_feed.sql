-- A calendar program fetches a feed, or what is none: counted by the hour and by place. What is
-- wrong stands among the tries to log in, under an address that no log-in has. Only who is wrong is
-- sent away: others at the same place keep their calendars.
CREATE OR REPLACE FUNCTION hutong_fetch_feed(secret bytea, place text, at_ timestamptz) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE
    most_an_hour constant integer := 120; most_wrong constant integer := 60; fetched integer;
    place_ text := left('calendar:' || place, 64);
BEGIN
    UPDATE calendar_feeds f SET fetched_at = hutong_believed(at_),
        hour_count = CASE WHEN hour_at > at_ - interval '1 h' THEN hour_count + 1 ELSE 1 END,
        hour_at = CASE WHEN hour_at > at_ - interval '1 h' THEN hour_at ELSE at_ END
    FROM officers o WHERE f.id = sha256(secret) AND f.revoked_at IS NULL
      AND o.id = f.officer_id AND o.active
    RETURNING hour_count INTO fetched;
    IF fetched IS NOT NULL THEN
        RETURN CASE WHEN fetched > most_an_hour THEN 'too-often' ELSE 'given' END;
    END IF;
    IF (SELECT count(*) FROM login_attempts l
        WHERE l.address = place_ AND l.at > at_ - interval '15 min') >= most_wrong
    THEN RETURN 'too-often'; END IF;
    INSERT INTO login_attempts (id, account, address, at, succeeded, compared)
    VALUES (gen_random_uuid(), '', place_, at_, false, true);
    RETURN 'nothing';
END $$;
REVOKE ALL ON FUNCTION hutong_fetch_feed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_fetch_feed TO hutong_portal;
