"""The beginning of a year: its parameters to be reconsidered, and ledgers that last year's standing data fill in part."""
