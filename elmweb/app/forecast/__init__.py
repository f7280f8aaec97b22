"""What comes next in a table with a time column: the second task of the Train page, made when it is first opened."""
