"""The Race page: several ways of learning against one clock. Nothing of it is imported before the page is opened."""
