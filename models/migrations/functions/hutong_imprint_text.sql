-- What the hash of an imprint is taken of; `models.store.imprints` asks for it when a chain is checked.
CREATE OR REPLACE FUNCTION hutong_imprint_text(i imprints) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT concat_ws('|', i.chain, i.seq, i.of_table, i.row_id,
        to_char(i.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), i.by_role,
        coalesce(i.actor_id::text, '-'), coalesce(i.columns::text, '-'), coalesce(i.whole, '-'),
        i.prev_hash)
$$;
