-- What waits for the officer of a feed in cases they see: their forms, and signatures by their name.
-- Number, instant and count of moves, no more: whoever has the address reads nothing else.
CREATE OR REPLACE FUNCTION hutong_feed_steps(secret bytea) RETURNS TABLE (
    id uuid, number varchar, due_at timestamptz, due_moves integer, opened_at timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT s.id, c.number, s.due_at, s.due_moves, s.opened_at
    FROM calendar_feeds f JOIN officers o ON o.id = f.officer_id AND o.active
    JOIN cases c ON c.centre_id = o.centre_id JOIN steps s ON s.case_id = c.id
    JOIN stages g ON g.id = s.stage_id
    WHERE f.id = sha256(secret) AND f.revoked_at IS NULL
      AND s.state = {StepState.OPEN} AND g.state = {StageState.OPEN} AND s.due_at IS NOT NULL
      AND (o.roles && ARRAY[{Role.SUPERVISOR}, {Role.DIRECTOR}]::varchar[] OR EXISTS (
          SELECT 1 FROM case_team t
          WHERE t.case_id = c.id AND t.officer_id = o.id AND t.left_at IS NULL))
      AND (s.kind = {StepKind.ASK} AND s.owner_id = o.id
           OR s.kind = {StepKind.APPROVE} AND EXISTS (
               SELECT 1 FROM signatures n WHERE n.step_id = s.id AND n.state = {SignatureState.OPEN}
                 AND n.officer_id = o.id))
    ORDER BY s.due_at, s.id LIMIT 2000
$$;
REVOKE ALL ON FUNCTION hutong_feed_steps FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_feed_steps TO hutong_portal;
