-- Through the portal a step is done once, in the name of who speaks, and what is done stays as it was
-- done: it may be overtaken, with the reason why, and the procedure may go past it.
CREATE OR REPLACE FUNCTION hutong_guard_step() RETURNS trigger
LANGUAGE plpgsql SET search_path = public AS $$
DECLARE refused text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.answer IS NOT NULL OR NEW.draft IS NOT NULL
            OR NEW.kind IN ({StepKind.ASK}, {StepKind.APPROVE}) AND NEW.state <> {StepState.OPEN}
        THEN refused := 'begins open'; END IF;
        IF NEW.given_at IS DISTINCT FROM (SELECT coalesce(o.given_at, o.done_at) FROM steps o
            WHERE o.id = NEW.corrects AND o.stage_id = NEW.stage_id AND o.key = NEW.key)
        THEN refused := 'stands where it was given'; END IF;
    ELSIF OLD.state = {StepState.OPEN} THEN
        IF NEW.state = {StepState.DONE} THEN PERFORM hutong_believed(NEW.done_at); END IF;
    ELSIF NEW.state <> OLD.state
        AND (OLD.state, NEW.state) NOT IN (({StepState.DONE}, {StepState.SUPERSEDED}),
            ({StepState.CANCELLED}, {StepState.SUPERSEDED}))
        OR ROW(NEW.answer, NEW.draft, NEW.done_at, NEW.done_by, NEW.done_on, NEW.late_reason,
            NEW.result, NEW.owner_id, NEW.owner_role, NEW.stands_in_for, NEW.due_at, NEW.viewed_at,
            NEW.no_due_reason, NEW.attempts, NEW.failure)
        IS DISTINCT FROM ROW(OLD.answer, OLD.draft, OLD.done_at, OLD.done_by, OLD.done_on,
            OLD.late_reason, OLD.result, OLD.owner_id, OLD.owner_role, OLD.stands_in_for, OLD.due_at,
            OLD.viewed_at, OLD.no_due_reason, OLD.attempts, OLD.failure)
        OR OLD.taken_up_at IS NOT NULL AND NEW.taken_up_at IS DISTINCT FROM OLD.taken_up_at
        OR OLD.reason IS NOT NULL AND NEW.reason IS DISTINCT FROM OLD.reason
            AND NEW.state = OLD.state
    THEN refused := 'stays as it was done';
    END IF;
    IF NEW.done_by IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.state = {StepState.OPEN})
        AND NEW.done_by IS DISTINCT FROM (SELECT hutong_officer())
    THEN refused := 'is done by who speaks'; END IF;
    IF refused IS NOT NULL THEN
        RAISE EXCEPTION 'a step %', refused USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_step BEFORE INSERT OR UPDATE ON steps FOR EACH ROW
WHEN (current_user = 'hutong_portal') EXECUTE FUNCTION hutong_guard_step();
