"""What a stage has done and waits for, by key: read once, then written once."""
