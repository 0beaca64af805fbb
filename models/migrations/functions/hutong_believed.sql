-- An instant that a program names as now, held against the database's own clock: the portal dates
-- nothing back. Databases that are played with go by any clock; only the owner says so.
CREATE OR REPLACE FUNCTION hutong_believed(at_ timestamptz) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF session_user = 'hutong_portal' AND (SELECT own_clock FROM installation) AND (at_ IS NULL
        OR at_ NOT BETWEEN clock_timestamp() - interval '10 min'
            AND clock_timestamp() + interval '10 min')
    THEN
        RAISE EXCEPTION 'not the time of the database' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN at_;
END $$;
REVOKE ALL ON FUNCTION hutong_believed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_believed TO hutong_portal, hutong_worker;
