"""What a person can do, each one transaction."""
