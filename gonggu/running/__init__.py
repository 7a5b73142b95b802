"""Running: the notebooks in sequence for each scope, the record of what ran, and publication as a whole."""
