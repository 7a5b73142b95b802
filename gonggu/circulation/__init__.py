"""Circulation: an edition reaches its readers by e-mail, each once."""
