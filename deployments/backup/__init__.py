"""Backups: taken while people work, restored into what is empty, tried by a drill."""
