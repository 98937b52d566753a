"""The page of data drops, part by part."""
