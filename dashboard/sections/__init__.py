"""The sections of the reading pages: each asks its question, puts the answer on the page, and its table
behind it. Pages put them in order.
"""
