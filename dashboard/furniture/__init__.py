"""The parts that pages are put together from.

Each part is a pure function that returns markup, and a function of the same subject that puts it on
the page. Text from data is escaped where it enters the markup. A page never writes markup itself.
"""
