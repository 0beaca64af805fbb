-- Calendars count the moves of an appointment (SEQUENCE); whoever moves it, it is counted.
CREATE OR REPLACE FUNCTION hutong_count_due_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.due_moves := OLD.due_moves + 1;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER count_due_move BEFORE UPDATE OF due_at ON steps
FOR EACH ROW WHEN (OLD.due_at IS DISTINCT FROM NEW.due_at)
EXECUTE FUNCTION hutong_count_due_move();
