"""What time does: timers fired, rungs climbed, cards given."""
