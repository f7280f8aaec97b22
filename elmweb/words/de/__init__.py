"""German: the same modules as in `page` and `engine`, with the same names in them."""
