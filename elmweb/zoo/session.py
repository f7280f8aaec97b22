"""A loaded model that answers."""
