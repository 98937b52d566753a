"""Charts: pure functions from figures to a drawing, each with a function that says it in words.

No Streamlit, no SQL. A figure that may not be shown is a gap with a reason, never a nought. The same
marks everywhere: filled dot for now, open dot for predicted, soft bar for the interval, tall tick for the
target, dotted line for England, thin grey line for the trust.
"""
