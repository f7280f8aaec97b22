"""The page: Panel on the front, words and figures; no arithmetic beyond formatting."""
