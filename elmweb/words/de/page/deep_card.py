"""What is known about a pretrained model: its task, its metrics, its training, and where it runs."""

from __future__ import annotations

from elmweb.words.de import _deutsch

# The list

MODELS = "Modelle"
LIST_IS_LOADING = "Die Liste der Modelle wird geladen. Sie kommt mit dem Rechenteil."
TASKS = {
    "classify-image": "Benennt, was auf einem Bild ist",
    "detect-objects": "Findet Dinge auf einem Foto",
    "classify-text": "Ordnet einen Text ein",
    "classify-series": "Ordnet eine Kurve ein",
    "forecast": "Macht eine Prognose",
    "translate": "Übersetzt",
    "generate-image": "Zeichnet Bilder",
    "transfer-style": "Malt ein Foto neu",
    "embed-image": "Vergleicht Bilder",
    "embed-text": "Vergleicht Texte",
    "embed-audio": "Vergleicht Töne",
    "transcribe": "Schreibt Gesprochenes auf",
    "speak": "Liest einen Text vor",
}


def size(megabytes: str, *, is_kept: bool) -> str:
    """The size of a model, and whether it is on this device already."""
    return f"{megabytes}, gespeichert" if is_kept else megabytes


# About a model

ABOUT = "Über dieses Modell"
MEASURED_ON = "gemessen an"
SIZE = "Größe"
LEARNED_FROM = "gelernt aus"
TRAINED_ON = "trainiert auf"
ELSEWHERE = "anderswo; hier umgewandelt"
LICENCE = "Lizenz der Gewichte"
MADE_BY = "gemacht mit"
NOTES = "Gut zu wissen"
AS_A_PAGE = "als Seite zum Drucken"
AS_JSON = "als JSON"
METRICS = {
    "accuracy": "Trefferquote",
    "ece": "Kalibrierungsfehler (ECE)",
    "share_sure": "sicher genug für eine Antwort",
    "accuracy_sure": "Trefferquote, wenn es antwortet",
    "macro_f1": "mittlerer F1-Wert der Klassen",
    "mae": "mittlerer absoluter Fehler (MAE)",
    "mae_to_last_week": "verglichen mit einer Wiederholung der Vorwoche",
    "mae_to_ridge": "verglichen mit Ridge-Regression",
    "share_inside_band": "innerhalb des Bandes",
    "cosine": "niedrigste Kosinus-Ähnlichkeit zum veröffentlichten Modell",
    "bleu": "BLEU",
    "chrf": "chrF",
    "memory_bleu": "BLEU der Übersetzung des ähnlichsten gelernten Satzes",
    "memory_chrf": "deren chrF",
    "help_flagged": "zurückgehaltene Hilfesätze, die es für fremd hält",
    "everyday_flagged": "Alltagssätze, die es für fremd hält",
    "negated_accuracy": "Trefferquote bei Wendungen wie „not bad“",
    "sentences_accuracy": "Trefferquote bei 100 Sätzen, die zur Prüfung geschrieben wurden",
    "read_right": "Bilder, auf denen das Verlangte erkannt wird",
    "reader_on_photos": "Fotos, die ebenso erkannt werden",
    "frechet_distance": "Fréchet-Abstand zu Fotos",
    "style_cosine": "niedrigste Kosinus-Ähnlichkeit der Stile zum veröffentlichten Modell",
    "mean_difference": "mittlerer Unterschied zu Bildern des veröffentlichten 8-Bit-Netzes",
    "same_boxes": "gleiche Rahmen wie das veröffentlichte Modell",
    "same_name": "gleicher Name wie beim veröffentlichten Modell",
    "wer": "falsche Wörter (WER)",
    "wer_to_published": "Wörter, die vom veröffentlichten Modell abweichen",
    "heard_wrong": "Wörter, die die Spracherkennung falsch hört",
    "phoneme_errors": "Laute (Phoneme), die von der veröffentlichten Lesung abweichen",
    "parity": "größter Unterschied zum veröffentlichten Modell",
}
"""The most important metrics, by their keys in the manifest."""


def size_and_weights(megabytes: str, n_weights: int) -> str:
    """How large a model is."""
    return f"{megabytes}, {_deutsch.number_of(n_weights, 'Gewicht', 'Gewichte')}"


def on_held_out(percent: str) -> str:
    """On how much of the data a model is sure enough to answer."""
    return f"bei {percent} % der zurückgehaltenen Daten"


def megawatts(error: str) -> str:
    """The average error of a forecast of electricity demand."""
    return f"{error} MW"


def times_its_error(ratio: str) -> str:
    """The average error of a forecast, relative to that of a simpler forecast."""
    return f"das {ratio}-Fache von deren mittlerem Fehler"


def of_the_brightness(percent: str) -> str:
    """How much pictures differ on average."""
    return f"{percent} % der Helligkeit"


def passport(page: str, json: str) -> str:
    """The two buttons that save what is known about a model."""
    return f"Steckbrief: {page} oder {json}."


# Where it runs

PROVIDERS = {"webgpu": "WebGPU", "wasm": "CPU", "cpu": "CPU"}
RUN_ON = {"webgpu": "Auf WebGPU ausführen", "wasm": "Auf der CPU ausführen"}
"""The button that runs a model elsewhere."""
ON_THIS_DEVICE = "Auf diesem Gerät"
COMPARING = "Wird verglichen"
COMPARE_BOTH = "CPU und WebGPU vergleichen"
COMPARE_ONE = "Mit den bekannten Antworten vergleichen"
WHAT_COMPARING_DOES = (
    "Gibt dem Modell Eingaben, deren Antworten bekannt sind, und zeigt, wie weit dieses Gerät davon abweicht und wie "
    "lange es braucht."
)
CHECK_CAPTION = "CPU und WebGPU im Vergleich"
RUNS_ON = "Läuft auf"
OFF_BY = "Abweichung"
FIRST_RUN = "Erster Lauf"
LATER_RUNS = "Spätere Läufe"
WHAT_OFF_BY_MEANS = (
    "Die Abweichung ist der größte Unterschied zu den bekannten Antworten, als Anteil an deren größter Zahl."
)
WHOLE = "WebGPU führt jeden Schritt selbst aus."


def webgpu_runs_on(device: str, *, is_software: bool) -> str:
    """Which graphics card WebGPU has, which may be emulated and may have no name."""
    if is_software:
        name = f" ({device})" if device else ""
        return f"WebGPU läuft hier als Software{name}, nicht auf einer Grafikkarte."
    return f"WebGPU läuft auf {device or 'einer Grafikkarte'}."


def used_from_now_on(provider: str, *, is_faster: bool) -> str:
    """What the comparison led to; the provider is a key of PROVIDERS."""
    name = "WebGPU" if provider == "webgpu" else "die CPU"
    if is_faster:
        return f"Ab jetzt wird {name} benutzt: am schnellsten von allem, was richtig rechnet."
    return f"Ab jetzt wird {name} benutzt: Nur dort stimmt das Ergebnis."


def left_to_cpu(n_steps: int, steps: str) -> str:
    """Which steps WebGPU does not run, at least some of them by name."""
    return f"WebGPU überlässt {_deutsch.number_of(n_steps, 'Schritt', 'Schritte')} der CPU: {steps}."
