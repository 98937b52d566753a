"""The page on which returns are sent, part by part."""
