"""Signing in with the trust's own Microsoft or Google account: how it is set up, and who is let in."""
