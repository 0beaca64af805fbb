"""Deadlines of a case: counted, shown with their receipt, moved by a person."""
