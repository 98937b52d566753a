"""Loading pupils' statutory results on a page: choosing, checking, what was found, loading, taking back."""
