"""The working-day calendar: the committed table and the value object that reads it."""
