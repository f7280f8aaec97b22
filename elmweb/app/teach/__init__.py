"""The inside of the Teach page."""
