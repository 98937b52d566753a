"""Published figures that come with the product: what they are and where each is from, in README.md."""
