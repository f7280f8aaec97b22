"""Five jobs on real data: an ELM trained here and now, beside another model on the same held-out rows.

A job is a module with a coroutine ``run(asked, desk, report)``, as a study is; ``asked["job"]`` says which one. The
data are in ``web/samples/jobs``, whose SOURCES.md says where they come from; ``python -m buildsteps.jobs`` writes them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from elmweb.exceptions import SettingsError
from elmweb.studies.desk import Desk, Report
from elmweb.words.engine import common as common_words, studies_common as words

__all__ = ["JOBS", "run"]

JOBS = ("health", "finance", "transport", "language", "science")
"""The modules of this package that are jobs."""


async def run(asked: dict[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Do one of the jobs.

    Parameters
    ----------
    asked : dict
        ``{"job": one of JOBS}`` and what that job wants to know.
    desk : Desk
        Brings the data and runs long work in steps.
    report : callable
        Shows how far it is.

    Returns
    -------
    dict
        As the job describes it.

    Raises
    ------
    SettingsError
        There is no such job.
    """
    job = asked.get("job")
    if job not in JOBS:
        raise SettingsError(words.NO_SUCH_JOB, rule=common_words.one_of(JOBS), value=str(job))
    return await import_module(f"elmweb.studies.jobs.{job}").run(asked, desk, report)
