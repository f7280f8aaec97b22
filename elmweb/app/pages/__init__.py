"""One small Viewer for each page."""
