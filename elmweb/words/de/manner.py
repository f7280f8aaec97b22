"""How numbers and dates are written in German."""

from __future__ import annotations

from elmweb.formatting import Manner

__all__ = ["MANNER"]

MANNER = Manner(
    marks={ord("."): ",", ord(","): "."},
    n_bytes=("{} Byte", "{} Bytes"),
    seconds=("Ungefähr {} Sekunde", "Ungefähr {} Sekunden"),
    minutes=("Ungefähr {} Minute", "Ungefähr {} Minuten"),
    under="unter {} ms",
    nearly="fast {}",
    more="{} weitere",
    last="{} und {}",
    quotes=("„", "“"),
    date="{weekday}, {day}. {month} {year}",
    days=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
)  # fmt: skip
