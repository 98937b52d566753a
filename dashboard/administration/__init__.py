"""The data manager's afternoon: schools, people, terms, targets, settings, backups and the log."""
