"""The steps of `build.py`, one file each."""
