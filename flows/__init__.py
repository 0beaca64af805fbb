"""In what order: one file a stage, one file a side procedure, and the readers that run them."""
