"""Two editions side by side: which figures differ, by how much, and why; two years of households and who came and went."""
