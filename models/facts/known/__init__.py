"""What the record knows when a form is asked: one question a fact, one table of them."""
