"""What the page says, in German."""
