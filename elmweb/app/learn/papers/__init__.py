"""The chapter of published results: each with its source, its recipe, what to expect, and a button."""
