"""Cross-checks (勾稽): what must hold between a year's figures, and the rows that explain where it does not."""
