-- The data keys as they are kept: each sealed with a master key, which no role of the database has.
-- The newest first, and of one key under several masters the newest.
CREATE OR REPLACE FUNCTION hutong_data_keys()
RETURNS TABLE (id uuid, key_id varchar, master varchar, place integer, generation integer, wrapped bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT k.id, k.key_id, k.master, k.place, k.generation, k.wrapped FROM data_keys k
    ORDER BY k.place DESC, k.generation DESC
$$;
REVOKE ALL ON FUNCTION hutong_data_keys FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_data_keys TO hutong_portal, hutong_worker;
