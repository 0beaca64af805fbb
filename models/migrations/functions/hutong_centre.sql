-- The centre of the officer who speaks; null when nobody has proved to.
CREATE OR REPLACE FUNCTION hutong_centre() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT (hutong_speaker())[2]::uuid
$$;
