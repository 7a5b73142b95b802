"""What is wrong or doubtful in the ledgers: each check a pure function from typed ledgers to findings."""
