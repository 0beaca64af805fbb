"""The hard gates as a form meets them: why an answer is refused."""
