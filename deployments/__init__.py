"""Where Hutong runs: the command line, the one-machine supervisor, the warm worker. The composition root."""
