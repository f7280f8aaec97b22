"""The data doctor's findings, each with what is done about it and a switch."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.parts import block
from elmweb.app.shell import send

__all__ = ["findings_html"]

_MOST_FINDINGS = 40
_NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"]


def findings_html(findings: list[dict[str, Any]], *, locked: bool) -> str:
    """Return the findings, each with what is done about it and a switch."""
    if not findings:
        return block("Nothing to check", '<p class="small">Nothing stands out in this table.</p>')
    number = _NUMBERS[len(findings)] if len(findings) < len(_NUMBERS) else f"{len(findings):,}"
    title = f"{number} {'thing' if len(findings) == 1 else 'things'} to check"
    items = "".join(_finding(finding, locked=locked) for finding in findings[:_MOST_FINDINGS])
    more = len(findings) - _MOST_FINDINGS
    rest = f'<p class="tiny">{more:,} more are not listed. They are handled as advised.</p>' if more > 0 else ""
    return block(title, f"<div>{items}</div>{rest}")


def _finding(finding: dict[str, Any], *, locked: bool) -> str:
    """Return one finding with its switch."""
    text = f"<div><b>{escape(finding['title'])}</b><p>{escape(finding['detail'])}</p></div>"
    if not finding["can_change"]:
        return f'<div class="find">{text}</div>'
    on = finding["on"]
    return (
        f'<div class="find">{text}<button type="button" class="sw" role="switch" aria-checked="{str(on).lower()}" '
        f'aria-label="{escape(finding["title"])}. {escape(finding["detail"])}" '
        f'data-key="switch:{escape(finding["id"])}" '
        f"{'aria-disabled=true ' if locked else ''}{send('switch', finding=finding['id'], on=not on)}></button></div>"
    )
