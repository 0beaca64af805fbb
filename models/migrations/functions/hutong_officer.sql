-- The officer who speaks; null when nobody has proved to.
CREATE OR REPLACE FUNCTION hutong_officer() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT (hutong_speaker())[1]::uuid
$$;
