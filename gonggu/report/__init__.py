"""The report: charts, tables, sentences, the page and its annex. Reads figures and ledgers, changes neither."""
