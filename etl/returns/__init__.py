"""Returns: check a file, load it, take it back (`load`), and what each comes to (`outcome`)."""
