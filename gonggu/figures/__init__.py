"""The report's figures: each a card (what it means) and a formula (a measure of selected rows)."""
