"""What the engine says, in German."""
