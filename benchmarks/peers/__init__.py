"""What runs in an environment of its own, with packages that elmweb does not need (requirements.txt, tables.txt)."""
