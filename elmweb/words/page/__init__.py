"""What the page says, a module for each of its rooms."""
