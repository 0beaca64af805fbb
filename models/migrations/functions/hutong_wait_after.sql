-- How long an account waits at an address after its last wrong password: five are free, one where
-- the account or the address was wrong fifty times lately; then each doubles the wait, up to a
-- quarter of an hour.
CREATE OR REPLACE FUNCTION hutong_wait_after(here bigint, around bigint) RETURNS interval
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN here < free THEN interval '0'
        ELSE least(interval '1 min' * (1 << least(here - free, 8)::integer), interval '15 min') END
    FROM (SELECT CASE WHEN around >= 50 THEN 1 ELSE 5 END AS free) f
$$;
