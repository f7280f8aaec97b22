"""What axe-core, the usual checker of accessibility, finds on a page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from buildsteps.checkers import unpacked

__all__ = ["serious_findings"]

_RUN = """async () => {
  const {violations} = await axe.run(document, {resultTypes: ["violations"]});
  return violations.filter(({impact}) => impact === "serious" || impact === "critical").map(({id, help, nodes}) =>
    `${id}: ${help}: ${nodes.slice(0, 3).map(({target}) => JSON.stringify(target)).join(" ")} (${nodes.length})`);
}"""


def serious_findings(page: Page) -> list[str]:
    """Return the findings that axe calls serious or critical, with the places of the first three of each.

    Parameters
    ----------
    page : Page
        What is visible now is looked at, inside open shadow roots too.
    """
    if page.evaluate("() => typeof axe === 'undefined'"):
        page.evaluate((unpacked("axe-core") / "axe.min.js").read_text())  # no script tag: the page's policy forbids it
    found: Any = page.evaluate(_RUN)
    return found
