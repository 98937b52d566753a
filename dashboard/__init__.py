"""Everything behind the pages: who may see what, the questions asked of the published file, the look."""
