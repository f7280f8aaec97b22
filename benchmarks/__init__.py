"""Measurements beside peers, in one run, interleaved; ratios come out."""
