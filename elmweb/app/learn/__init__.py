"""The inside of the Learn page, imported when it is first opened; what it draws with is in ``web/learn``."""
