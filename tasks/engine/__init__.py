"""What Prefect is asked, over its own API."""
