"""What is written: Word templates, their context models, and rendering that cannot lie."""
