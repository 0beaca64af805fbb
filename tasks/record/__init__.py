"""A case read whole: what documents are written from and gates judge by."""
