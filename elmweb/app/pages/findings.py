"""The data doctor's findings, each with what is done about it and a switch."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.parts import block
from elmweb.app.shell import send
from elmweb.words.page import findings as words

__all__ = ["findings_html"]

_MOST_FINDINGS = 40


def findings_html(findings: list[dict[str, Any]], *, locked: bool) -> str:
    """Return the findings, each with what is done about it and a switch."""
    if not findings:
        return block(words.NOTHING, f'<p class="small">{words.NOTHING_STANDS_OUT}</p>')
    items = "".join(_finding(finding, locked=locked) for finding in findings[:_MOST_FINDINGS])
    more = len(findings) - _MOST_FINDINGS
    rest = f'<p class="tiny">{words.not_listed(more)}</p>' if more > 0 else ""
    return block(words.to_check(len(findings)), f"<div>{items}</div>{rest}")


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
