-- What of a row leaves an imprint: its columns that say something, of a sealed value its SHA-256.
-- Left out is what only serves the work: drafts, leases, tries, where the watch looks next. Empty
-- columns are left out too, so that a new column changes no imprint of before.
CREATE OR REPLACE FUNCTION hutong_imprinted(row_ jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT jsonb_object_agg(key, CASE
        WHEN jsonb_typeof(value) = 'string' AND left(value #>> '{}', 2) = '\x'
        THEN to_jsonb(encode(sha256(decode(substr(value #>> '{}', 3), 'hex')), 'hex'))
        ELSE value END)
    FROM jsonb_each(row_) WHERE value <> 'null' AND key <> ALL (ARRAY[
        'draft', 'viewed_at', 'attempts', 'failure', 'due_moves', 'flow_run_id', 'leased_until',
        'fence', 'watch_at', 'yellow_at', 'red_at', 'child_look_at', 'case_closed_at'])
$$;
