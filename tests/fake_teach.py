"""The verbs of the Teach page with canned answers."""

from __future__ import annotations

from typing import Any


def teach_view(kind: str = "photo", **changed: Any) -> dict[str, Any]:
    """Return a board with two classes of three pictures."""
    return {
        "kind": kind,
        "classes": [
            {"id": 1, "name": "My mug", "count": "3 pictures", "examples": [3, 4, 5]},
            {"id": 2, "name": "<b>My keys</b>", "count": "3 pictures", "examples": [6, 7, 8]},
        ],
        "n": 6,
        "why": "",
        "number": "5",
        "number_text": "of 6 right, each judged without itself",
        "learned": "Learned from 6 pictures; the newest change took 4 ms. It learns again after every change.",
        "wrong": [{"id": 5, "said": "My mug", "says": "<b>My keys</b>", "sure": "61 % likely"}],
        "n_wrong": 1,
        "none": "Something unlike every picture is called none of these.",
        "undo": "adding 1 picture",
        "notes": [],
        "seconds": 0.004,
        **changed,
    }


class FakeTeach:
    """The verbs of the Teach page with canned answers."""

    teach_failure: Exception | None = None
    calls: list[tuple[str, Any]]

    async def teach_open(self, kind: str, progress: Any) -> dict:
        """Return the board."""
        self.calls.append(("teach_open", kind))
        return teach_view(kind)

    async def teach_ready(self, kind: str, progress: Any) -> dict:
        """Say that half of the network has come, and that it runs."""
        self.calls.append(("teach_ready", kind))
        progress({"what": "download", "text": "Downloading", "done": 5, "total": 10})
        return {"provider": "webgpu", "note": "", "seconds": 0.5}

    async def teach_change(self, kind: str, change: dict) -> dict:
        """Return the board."""
        self.calls.append(("teach_change", (kind, change)))
        return teach_view(kind, undo=change["do"])

    async def teach_show(self, source: dict, to: dict, progress: Any) -> dict:
        """Return the board, or fail once."""
        self.calls.append(("teach_show", (source, to)))
        progress({"what": "embed", "text": "Embedding picture 1 of 2", "step": 1, "n_steps": 2})
        if self.teach_failure is not None:
            raise self.teach_failure
        return teach_view(str(to["kind"]))

    async def teach_look(self, source: Any, kind: str) -> dict:
        """Return an answer."""
        self.calls.append(("teach_look", kind))
        return {
            "label": "My mug", "sure": "88 % likely", "is_none": False,
            "bars": [["My mug", 0.88, "88"], ["<b>My keys</b>", 0.12, "12"]],
            "why": "", "milliseconds": 60.0, "head_milliseconds": 2.0,
        }  # fmt: skip

    async def teach_thumbnails(self, kind: str, examples: list) -> dict:
        """Return a picture for each."""
        return {str(one): "data:image/jpeg;base64,AAAA" for one in examples}

    async def teach_file(self, kind: str) -> dict:
        """Return a file."""
        return {"filename": "Taught My mug.zip", "mime": "application/zip", "data": b"zip", "note": ""}
