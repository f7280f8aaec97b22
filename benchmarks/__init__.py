"""Benchmarks against peers: both sides run interleaved in one session, and the results are ratios."""
