"""The procedure as a book to read, made from the stages themselves."""
