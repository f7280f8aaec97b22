"""What the engine says: errors, findings, notes and labels, a module a room."""
