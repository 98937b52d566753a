"""The Explorer: what its address asks for, how it is chosen, and what is said of the answer."""
