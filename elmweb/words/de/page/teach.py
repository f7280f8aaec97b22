"""The Teach page, as far as Python writes it."""

from __future__ import annotations

TITLE = "Etwas an Beispielen beibringen"
LEAD = "Von jedem Ding ein paar Beispiele zeigen. Es lernt sofort. Bilder und Töne bleiben auf diesem Gerät."
LOADING = {"photo": "Das Netz, das sieht, wird geladen", "sound": "Das Netz, das hört, wird geladen"}
RUNS_ON = {"webgpu": "WebGPU", "wasm": "der CPU", "cpu": "der CPU"}


def speed(rate: str, milliseconds: str, *, pictures: bool, runs_on: str) -> str:
    """How many answers there are in a second, and how long the last layer takes; it may not be known what runs it."""
    on = f" auf {runs_on}" if runs_on else ""
    return (
        f"{rate} {'Bilder' if pictures else 'Antworten'} pro Sekunde{on}; davon braucht die ELM jeweils {milliseconds}."
    )
