-- Whoever moves or ends a deadline need not know of the watch: it is asked to look again.
CREATE OR REPLACE FUNCTION hutong_watch_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.watch_at := 'epoch';
    IF NEW.due_at <> OLD.due_at AND NEW.red_at IS NOT DISTINCT FROM OLD.red_at THEN
        NEW.yellow_at := NULL;
        NEW.red_at := NULL;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER watch_again BEFORE UPDATE OF due_at, state ON deadlines
FOR EACH ROW
WHEN (OLD.due_at IS DISTINCT FROM NEW.due_at OR OLD.state IS DISTINCT FROM NEW.state)
EXECUTE FUNCTION hutong_watch_again();
