"""The reasons on the Result page: which columns matter, why this row, rows like it. Imported when first asked for."""
