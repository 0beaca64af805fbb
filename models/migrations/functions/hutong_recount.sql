-- One deadline: its row, its step, what it was, the event, who is told. `entry` is what
-- `models.store.recounts` writes.
CREATE OR REPLACE FUNCTION hutong_recount(of_recount uuid, at_ timestamptz, by_ uuid, entry jsonb)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    d deadlines; due timestamptz := (entry->>'due')::timestamptz;
    moves boolean := (entry->>'moves')::boolean;
BEGIN
    SELECT * INTO d FROM deadlines WHERE id = (entry->>'deadline')::uuid FOR UPDATE;
    IF d.state <> {DeadlineState.RUNNING} OR d.due_at <> (entry->>'old_due')::timestamptz
        OR NOT hutong_may_recount(d.centre_id)
    THEN RETURN false; END IF;
    UPDATE deadlines SET due_at = due, provisional = (entry->>'provisional')::boolean,
        printable = (entry->>'printable')::boolean, pack = entry->>'pack',
        receipt = entry->'receipt' WHERE id = d.id;
    -- One that stands beside a day that was said is not the one its step shows.
    UPDATE steps SET due_at = due
    WHERE id = d.step_id AND state = {StepState.OPEN} AND d.key NOT LIKE 'beside:%';
    IF NOT moves THEN RETURN true; END IF;
    INSERT INTO deadline_changes (id, case_id, deadline_id, at, old_due_at, new_due_at, recount_id,
        old_provisional, new_provisional, old_receipt, why)
    VALUES (gen_random_uuid(), d.case_id, d.id, at_, d.due_at, due, of_recount, d.provisional,
        (entry->>'provisional')::boolean, d.receipt, entry->'why');
    INSERT INTO events (case_id, centre_id, seq, tag, at, actor_id, stage_id, step_id, detail,
        prev_hash, hash)
    VALUES (d.case_id, d.centre_id, 0, {Tag.CLOCK_RECOUNTED}, at_, by_, d.stage_id, d.step_id,
        entry->'detail', '', '');
    INSERT INTO notices (id, centre_id, case_id, officer_id, step_id, kind, dedup, created_at)
    SELECT gen_random_uuid(), d.centre_id, d.case_id, o.id, d.step_id, entry->>'notice',
        'recount:' || of_recount || ':' || d.id || ':' || o.id, at_
    FROM officers o WHERE o.active AND (
        o.id = coalesce((SELECT s.owner_id FROM steps s WHERE s.id = d.step_id), d.owner_id)
        OR o.id IN (SELECT t.officer_id FROM case_team t
                    WHERE t.case_id = d.case_id AND t.lead AND t.left_at IS NULL)
        OR ((entry->>'supervisors')::boolean AND o.centre_id = d.centre_id
            AND {Role.SUPERVISOR} = ANY (o.roles)))
    ON CONFLICT (dedup) DO NOTHING;
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION hutong_recount FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hutong_recount TO hutong_portal, hutong_worker;
