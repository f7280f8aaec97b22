"""The page, in Panel: state, controller, views and charts, without arithmetic beyond formatting."""
