"""巩固: turns a district office's Excel ledgers into its year-end report."""

__version__ = "0.1.0"
