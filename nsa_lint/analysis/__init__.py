"""Which reads fail, and on which path."""
