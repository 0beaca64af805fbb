"""What is missing or wrong here, in sentences people can act on."""
