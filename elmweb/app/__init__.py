"""The page: Panel, words and figures; no arithmetic beyond formatting."""
