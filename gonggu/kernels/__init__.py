"""Kernels: each a fresh process forked from a parent that has imported the libraries, in place of a new interpreter.

Knows nothing of ledgers, editions or runs; any Jupyter client may use it, papermill and nbclient unmodified.
"""
