"""The screen of finance, in the chapter "Five jobs": few alarms among many rows, and what errors cost."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

TITLE = "Finanzen: die wenigen unter den vielen finden"
LEAD = (
    "Unter Tausenden von Kartenzahlungen sind einige wenige Betrug. Zahlungsdaten gibt es auf dieser Seite nicht; "
    "eine Tabelle derselben Form steht für sie: 49.097 Messungen aus einem Space Shuttle, je neun Zahlen, "
    "3.511 davon auffällig. Eine ELM, eine logistische Regression und ein Netz, das mit Backpropagation trainiert "
    "wird, lernen aus einem Viertel der Zeilen, auf einem zweiten Viertel wird die Schwelle gewählt, und an der "
    "übrigen Hälfte werden sie gemessen."
)
LIMITS = (
    "Ein Shuttle ist keine Bank: Seine Alarme heben sich deutlich ab, wie die Kurven zeigen, und niemand verbirgt sie.",
    (
        "Wer ertappt wird, versucht es anders. Messen sollte man daher an den neuesten Zahlungen. Diese Tabelle hat "
        "kein Datum."
    ),
    (
        "Ein Startwert für die ELM und das Netz, eine Aufteilung der Zeilen. Wo sich Bereiche überlappen, ist von "
        "keinem bekannt, ob es besser ist."
    ),
    "Jeder Fehler einer Art kostet hier gleich viel. Eine Bank würde jede Zahlung nach ihrem Betrag gewichten.",
)
SOURCE = (
    "Statlog (Shuttle), UCI Machine Learning Repository, CC BY 4.0, aus dem Paket river 0.26.1: Wie im "
    "ODDS-Benchmark ist Klasse 1 normal, Klasse 4 weggelassen, die übrigen sind Alarme."
)

# Settings

RARITY = "Wie viele Zeilen Alarme sind"
RARITIES = {"all": "7 %, wie in der Tabelle", "few": "1 %, übrige weggelassen", "fewer": "0,3 %, übrige weggelassen"}
MISSED_COSTS = "Ein übersehener Alarm kostet"
FALSE_COSTS = "Ein Fehlalarm kostet"
TRAINING = "Training auf der Shuttle-Tabelle"

# The result

HEADS = ("Übersehen bei 0,5", "Fehlalarme bei 0,5")
CAPTION = "Die Modelle auf den zurückgehaltenen Zeilen"


def headline(found: int, alarms: int, false: int, seconds: str) -> str:
    """How many alarms the ELM finds."""
    return (
        f"{_deutsch.whole(found)} von {_deutsch.number_of(alarms, 'Alarm', 'Alarmen')} gefunden, mit "
        f"{_deutsch.number_of(false, 'Fehlalarm', 'Fehlalarmen')}, nach {seconds} Training."
    )


def on_which_rows(n_learn: int, n_judge: int, percent: str) -> str:
    """What the headline is about."""
    return (
        f"Die ELM mit der Schwelle 0,5. {_deutsch.number_of(n_learn, 'Zeile', 'Zeilen')} zum Lernen, "
        f"{_deutsch.whole(n_judge)} zum Messen zurückgehalten, davon {percent} % Alarme."
    )


def about_precision(guessing: str) -> str:
    """Below the table of models; what guessing gives is a number such as 0.072."""
    return (
        f"Mittlere Precision (Average Precision): die mittlere Höhe der Kurve; Raten ergibt {guessing}. Der Bereich "
        "entsteht durch wiederholtes Ziehen aus den zurückgehaltenen Zeilen (Bootstrap)."
    )


# The curves

CURVES = "Wie viele gefunden werden, und wie oft eine Warnung stimmt"
CURVE_OF_ELM = "Wie viele gefunden werden, und wie oft eine Warnung stimmt: die ELM"
AXES = ("Gefunden (%), Recall", "Richtige Warnungen (%), Precision")
ABOUT_CURVES = (
    "Precision gegen Recall auf den zurückgehaltenen Zeilen. Gefüllt: die Schwelle, die für die Kosten unten am besten "
    "ist. Hohl: die Schwelle 0,5."
)


def curves_chart(models: Sequence[tuple[str, str, str]]) -> str:
    """The chart for those who do not see it: each model, the share it finds and the share of warnings that is right."""
    ends = [f"{name} findet {found} %, und {right} % der Warnungen stimmen" for name, found, right in models]
    return f"Diagramm. Precision gegen Recall. Bei der besten Schwelle: {'; '.join(ends)}."


# The costs

COSTS = "Was kosten die Fehler?"
COSTS_CAPTION = "Kosten bei der besten Schwelle"
COSTS_HEADS = ("Beste Schwelle", "Übersehen", "Fehlalarme", "Kosten", "Kosten bei 0,5", "Gegenüber 0,5")
NEVER_WARN = "keine: nie warnen"
SAVES_NOTHING = "spart nichts"


def saves(percent: str) -> str:
    """In the last column: how much less the errors of a model cost at its best threshold than at 0.5."""
    return f"spart {percent} %"


def costs_more(percent: str) -> str:
    """In the last column: how much more the errors of a model cost at its best threshold than at 0.5."""
    return f"kostet {percent} % mehr"


def _instead(threshold: str) -> str:
    """What is done in place of the usual threshold; it may be empty, for never warning."""
    if threshold:
        return f"wenn die Schwelle der ELM bei {threshold} statt bei 0,5 liegt"
    return "wenn man nie warnt, statt die Schwelle der ELM bei 0,5 zu lassen"


def elm_saves(percent: str, threshold: str) -> str:
    """Above the costs: what is saved by the ELM's best threshold; the threshold may be empty, for never warning."""
    return f"Spart {percent} %, {_instead(threshold)}."


def elm_costs_more(percent: str, threshold: str) -> str:
    """Above the costs: what is lost by the ELM's best threshold; the threshold may be empty, for never warning."""
    return f"Kostet {percent} % mehr, {_instead(threshold)}."


def elm_saves_nothing(threshold: str) -> str:
    """Above the costs: that nothing is saved; the threshold may be empty, for never warning."""
    return f"Spart nichts, {_instead(threshold)}."


def about_costs(threshold: str) -> str:
    """Below the costs; the threshold is the one that follows from the costs alone."""
    return (
        f"Wo Wahrscheinlichkeiten ehrlich sind (kalibriert), lohnt sich eine Warnung ab {threshold}: die Kosten eines "
        "Fehlalarms, geteilt durch beide Kosten zusammen. Die Schwellen wurden auf gesonderten Zeilen gewählt, nicht "
        "auf denen, an denen gemessen wird. Eine Ersparnis kann darum auch zum Verlust werden."
    )
