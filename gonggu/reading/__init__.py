"""From the offices' workbooks to typed ledgers: find, open, read the header, type each cell."""
