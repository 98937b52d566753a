"""From schools' own spreadsheets to one published DuckDB file. Knows nothing of the dashboard."""
