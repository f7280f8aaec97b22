"""Hidden layers: what stands between the inputs and the output weights, and how its random weights are drawn."""
