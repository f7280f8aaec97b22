"""The chapter "Five jobs" of the Learn page: one screen a job. Nothing of it is imported before it is opened."""

from elmweb.app.learn.jobs.page import Page

__all__ = ["Page"]
