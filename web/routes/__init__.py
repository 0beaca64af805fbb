"""The pages, one module for each thing a person does; none of them knows SQL or law."""
