-- A late entry may show that all was done in time: the cards of the deadline count no more. The card
-- keeps it, so that a month is counted from the cards alone.
CREATE OR REPLACE FUNCTION hutong_card_in_time() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    UPDATE cards SET in_time = NOT coalesce(NEW.met_late, true) WHERE deadline_id = NEW.id;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION hutong_card_in_time FROM PUBLIC;

CREATE OR REPLACE TRIGGER card_in_time AFTER UPDATE OF met_late ON deadlines FOR EACH ROW
WHEN (OLD.met_late IS DISTINCT FROM NEW.met_late) EXECUTE FUNCTION hutong_card_in_time();
