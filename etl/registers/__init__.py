"""The lists that a data manager keeps: schools, people, terms, targets, each read from one table."""
