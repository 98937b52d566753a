"""What predictions are worth: how right past ones were, and a forecast that allows for it.

Arrays in, frozen dataclasses out; no page, no database. One model is of one subject (or RWM), one family of
year groups and one half-term: predictions sober as the tests come near, and are not mixed across half-terms.
"""
