"""The addresses of before, for scripts that people saved; ``elmweb.__path__`` leads here."""
