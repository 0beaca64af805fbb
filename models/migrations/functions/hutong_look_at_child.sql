-- Whoever changes what is known of a child need not know of the watch. The same child may have
-- cases of centres the caller does not see.
CREATE OR REPLACE FUNCTION hutong_look_at_child() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    UPDATE cases SET child_look_at = 'epoch' WHERE child_id = NEW.id AND state = {CaseState.OPEN};
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION hutong_look_at_child FROM PUBLIC;

CREATE OR REPLACE TRIGGER look_at_child AFTER UPDATE OF identity ON children
FOR EACH ROW EXECUTE FUNCTION hutong_look_at_child();
