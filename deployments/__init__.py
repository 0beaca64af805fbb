"""Where Hutong runs: command line, one-machine supervisor, warm worker. The composition root."""
