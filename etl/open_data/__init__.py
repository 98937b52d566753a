"""What DfE and Ofsted publish openly, read from their files as they are published.

`etl.open_data.reading` is the way in; one module a kind of file, with its columns in declared tables.
"""
