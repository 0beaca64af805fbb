-- Whoever counts holds the calendar until the end of the transaction; who changes it waits.
-- The number of the lock is the one in `hutong_hold_calendar`.
CREATE OR REPLACE FUNCTION hutong_calendar_head() RETURNS uuid LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1213548613);
    RETURN (SELECT id FROM calendar_notices WHERE ordinal IS NOT NULL
            ORDER BY ordinal DESC LIMIT 1);
END $$;
