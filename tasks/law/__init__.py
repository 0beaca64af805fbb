"""What happens to running cases when law, calendar, place or a target of the centre changes."""
