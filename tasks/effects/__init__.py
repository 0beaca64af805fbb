"""What each verb of a stage does to the case record, once."""
