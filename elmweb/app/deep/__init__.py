"""The Models page: choose one that comes trained, bring something to it, see its answer and what its layers see."""
