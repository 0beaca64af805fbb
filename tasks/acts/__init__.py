"""What a person does to a case, each in the transaction at hand."""
