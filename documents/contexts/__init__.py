"""One module a paper: the model of exactly what its template prints, and how a case fills it."""
