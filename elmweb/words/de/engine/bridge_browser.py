"""Why a file cannot be had in the browser; the page and the engine both say it."""

from __future__ import annotations

NOT_HERE_ANY_MORE = "Die Datei ist nicht mehr da."
BRING_AGAIN = "Die Datei noch einmal mitbringen."
READABLE_FILE = (
    "eine vollständige Parquet-Datei oder eine Tabelle als Text oder Arbeitsmappe, die noch am selben Ort liegt"
)
SAVE_AGAIN = "Die Datei neu speichern, notfalls als CSV."
CHOOSE_AGAIN = "Die Datei noch einmal wählen, falls sie geändert oder verschoben wurde."
LOOK_ONLINE = "Prüfen, ob dieses Gerät online ist, und noch einmal versuchen."


def not_read(name: str) -> str:
    """That a file cannot be read."""
    return f"„{name}“ lässt sich nicht lesen."


def not_fetched(name: str) -> str:
    """That the file of a sample could not be fetched."""
    return f"„{name}“ konnte von dieser Website nicht geladen werden."
