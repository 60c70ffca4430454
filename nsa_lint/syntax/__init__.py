"""What the text says: trees, scopes, definitions, words; no paths."""
