"""How fast the program is, measured against what can be compared in the same run."""
