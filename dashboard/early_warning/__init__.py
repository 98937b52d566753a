"""Early warning: what is worth the trust's attention, few and with what chance alone would have given.

Pure functions from counts to alerts. Queries gather the counts (`dashboard.queries.alerts`) and apply the
scope; pages show them.
"""
