"""Pupils' statutory outcomes: reading the files they come in, and taking them into the record.

`codes` states what every code means; `reading` makes tidy rows of a file; `load` takes them in and back.
Nothing is imported here: publishing needs the codes alone.
"""
