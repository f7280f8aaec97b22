"""One network that learns, stop by stop, beside an ELM that is solved once: what the Learn page shows.

``settings`` says what is learned from what, and is an address; ``rows`` has the data; ``lesson`` is the network with
its place in the training, which can be moved forward and back; ``scene`` and ``view`` are what there is to see of it.
"""
