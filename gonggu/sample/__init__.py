"""A synthetic district of the year: all its ledgers, row by row, from a seed; every person in it is invented."""
