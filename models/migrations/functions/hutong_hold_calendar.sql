-- Two statements, so that the second sees what the first has waited for.
-- The number of the lock is the one in `hutong_calendar_head`.
CREATE OR REPLACE FUNCTION hutong_hold_calendar() RETURNS uuid LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(1213548613);
    RETURN hutong_calendar_head();
END $$;
