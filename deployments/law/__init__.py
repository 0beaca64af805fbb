"""Rule packs and calendars at the command line: compared, replayed, put on the shelf."""
