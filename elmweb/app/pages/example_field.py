"""The field of a photo or a clip in the form: where it is dropped or chosen, and what is in it now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape

from elmweb.words.page import example_field as words

__all__ = ["example_html"]

_ACCEPT = {"photo": "image/*", "sound": "audio/*"}


def example_html(column: str, role: str, example: Mapping[str, str] | None) -> str:
    """Return the field of one column of photos or clips.

    Parameters
    ----------
    column, role : str
        Its name, and "photo" or "sound".
    example : mapping or None
        What is in it, ``{"name", "thumbnail"}``; None for nothing yet.

    Returns
    -------
    str
        HTML; web/page/drop.js and files.js send what is dropped or chosen.
    """
    args = escape(json.dumps({"column": column}))
    name = escape(example["name"]) if example else words.NONE_YET[role]
    picture = example["thumbnail"] if example else ""
    shown = f'<img src="{escape(picture)}" alt="" width="96" height="96">' if picture else ""
    return (
        f'<div class="drop slim tried" data-drop="try_example" data-args="{args}">'
        f'<p class="small">{escape(column)}</p>{shown}<p class="tiny">{name}</p>'
        f'<label class="btn pick"><input class="sr" type="file" accept="{_ACCEPT[role]}" '
        f'data-file="try_example" data-args="{args}">{words.CHOOSE[role]}</label></div>'
    )
