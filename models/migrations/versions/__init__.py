"""One idea each: `NNNN_what_changes.py`."""
