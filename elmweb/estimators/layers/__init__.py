"""Hidden layers: maps from inputs to hidden units, and how their random weights are drawn."""
