"""Guessing which column is the answer, from what people call it, where they put it and what it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath

import numpy as np
import pandas as pd

from elmweb.data._dependence import is_entity
from elmweb.data._frames import is_text, plain_column
from elmweb.data.table import Role

__all__ = ["guess_target"]

# Words for an answer by how sure they are, each a pattern of a whole word; endings such as "s" are left out below.
_WORDS = {
    # What the field calls an answer.
    10: "target|label|class|y|outcome|answer|response|ground truth|dependent|life expectancy|"
    "ziel|zielgröße|zielvariable|klasse|antwort|ergebnis|cible|classe|étiquette|réponse|objetivo|clase|etiqueta|"
    "respuesta|resultado|alvo|obiettivo|etichetta|risposta",
    # What happened, or what a thing is: hardly ever known beforehand.
    9: "species|diagnosis|survived|survival|survive|churn|churned|attrition|failed|fraud|fraudulent|default|defaulted|"
    "exited|"
    "purchased|subscribed|converted|conversion|clicked|click|approved|approve|approval|accepted|acceptance|admitted|"
    "spam|sentiment|volunteer|improved|dead|died|death|deceased|readmitted|cancelled|canceled|left|sold|hired|returned|renewed|repaid|"
    "bought|callback|sale price|saleprice|medv|"
    "kündigung|gekündigt|ausfall|betrug|diagnose|überlebt|espèce|diagnostic|survécu|fraude|especie|diagnóstico|"
    "sobrevivió|abandono",
    8: "status|estado|mortality|expectancy|life exp",
    7: "price|purchase|salary|wage|earnings|charges|revenue|sales|profit|rating|quality|stroke|"
    "diabetes|cancer|disease|ill|sick|infected|late|delayed|won|winner|win|passed|vote|participation|visits|"
    "progression|rings|mpg|strength|yield|demand|consumption|ridership|spend|spending|"
    "verdict|decision|result|prestige|bwt|affairs|claims|rentals|cnt|event|tip|direction|hwy|"
    "preis|gehalt|lohn|umsatz|gewinn|ertrag|verbrauch|bewertung|qualität|prix|salaire|ventes|rendement|qualité|"
    "precio|salario|sueldo|ventas|ingresos|calidad|preço|prezzo|stipendio|vendite",
    5: "score|grade|value|cost|amount|income|rate|births|deaths|cases|accidents|crashes|calls|fertility|gpa|"
    "severity|condition|category|type|kind|risk|efficiency|energy|load|output|performance|perf|satisfaction|happiness|"
    "balance|weight|breaks|fatal|damage|duration|note|kosten|wert|betrag|art|coût|montant|valeur|costo|importe|valor|"
    "tipo|punteggio|voto",
    2: "votes|types|classes|labels",
}
# Words that say when, where, who or which, or that something was before: not what is asked.
_NOT_ASKED = re.compile(
    r"(^| )(id|ids|uid|uuid|index|idx|key|code|nr|no|number|num|row|name|firstname|lastname|title|url|address|phone|"
    r"email address|zip|zipcode|postcode|lat|latitude|lon|lng|long|longitude|city|state|country|region|county|district|"
    r"date|datetime|day|week|weekday|wday|month|quarter|year|yr|hour|minute|second|timestamp|"
    r"age|sex|gender|race|ethnicity|marital|education|occupation|previous|prior|past|last|historical|lag|lagged|"
    r"datum|tag|monat|jahr|uhrzeit|alter|geschlecht|plz|ort|stadt|land|vorname|nachname|"
    r"fecha|mes|año|edad|sexo|ciudad|país|mois|année|âge|sexe|ville|pays|data|mese|anno|età|città|paese)( |$)"
)
# Alone such a word is an answer; "passenger class" and "room type" are properties, and "delinq_2y" counts years.
_ALONE = frozenset(
    (
        *("y", "class", "klasse", "classe", "clase", "type", "kind", "category", "condition", "art", "tipo", "note"),
        *("left", "weight", "rate"),
    )
)
_SCORES = {word: points for points, words in _WORDS.items() for word in words.split("|")}
_ASKING = ("is", "has", "was", "did", "will")
_OF = frozenset(("of", "in", "per", "von", "der", "de", "du", "des", "del", "di"))
_WORD = re.compile(r"[A-ZÀ-Ý]+(?![a-zà-ÿ])|[A-ZÀ-Ý]?[a-zà-ÿ]+|\d+")
_FIRST_ROWS = 1000  # looked at to see whether a column counts the rows
_FEW_ROWS = 200  # values looked at to see whether a column can be an answer


def guess_target(frame: pd.DataFrame, roles: Mapping[str, Role], table: str = "") -> str:
    """Guess which column to predict.

    Parameters
    ----------
    frame : pandas.DataFrame
        With at least one column.
    roles : mapping of str to Role
        From :func:`guess_roles`.
    table : str
        Name of the file: people call it by what they predict.

    Returns
    -------
    str
        Of the number columns and the category columns whose values repeat, the one that is most like an answer: by its
        name in several languages; by its place, as answers stand last or first; and by what it holds, as an answer is
        hardly ever missing or different in every row. Where nothing else speaks, the last one.

    Examples
    --------
    >>> import pandas as pd
    >>> from elmweb.data import guess_roles, guess_target
    >>> homes = pd.DataFrame({"Sale_Price": [1.5, 2.5], "rooms": [3.0, 4.0]})
    >>> guess_target(homes, guess_roles(homes))
    'Sale_Price'
    """
    usable = [name for name in frame.columns if roles.get(name) in ("number", "category")]
    if not usable:
        return frame.columns[-1]
    about = {_singular(word) for word in _words(PurePath(table).stem)}
    names = {" ".join(_words(str(name))) for name in usable}
    axes = len(names & {"x", "y", "z"}) > 1  # y is a place then
    points = {}
    for at, name in enumerate(usable):
        words = _words(str(name))
        place = 2.5 if at == len(usable) - 1 else 1.5 if at == 0 else 0.0
        own = 0.0 if axes and words == ["y"] else _points_of(words, about)
        points[name] = place + own + _points_of_values(frame[name], alone=len(usable) == 1)
    return max(reversed(usable), key=points.__getitem__)


def _words(name: str) -> list[str]:
    """Return the words of a name: "avgSalePrice_2" is avg, sale, price, 2."""
    return [word.lower() for word in _WORD.findall(name)]


def _points_of(words: list[str], about: set[str]) -> float:
    """Return how much a name is that of an answer."""
    joined = " ".join(words)
    asks = len(words) > 1 and words[0] in _ASKING
    points = _known(joined)
    for at in range(len(words)):
        for size in (1, 2):
            part = " ".join(words[at : at + size])
            ends = at + size >= len(words)
            # "loan_status" is a status; "price_range" and "status_code" only speak of one.
            less = 0.0 if asks and ends else 1.0 if ends else 3.0
            if _known(part):
                points = max(points, _known(part) - less - (4.0 if part in _ALONE else 0.0))
    # "Alcohol of the wine" is about the alcohol.
    itself = words[: next((at for at, word in enumerate(words) if at and word in _OF), None)]
    if about & {_singular(word) for word in itself}:
        points = max(points, 4.0 if len(words) == 1 else 2.0) + 2.0
    return points - (6.0 if _NOT_ASKED.search(joined) or is_entity(joined) else 0.0)


def _known(word: str) -> float:
    return float(_SCORES.get(word, _SCORES.get(_singular(word), 0)))


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _points_of_values(series: pd.Series, *, alone: bool) -> float:
    """Return how much the cells are those of an answer."""
    step = max(1, len(series) // _FEW_ROWS)
    first, some = plain_column(series.iloc[:_FIRST_ROWS]), plain_column(series.iloc[::step])
    present = some.dropna()
    if not len(present):
        return -20.0
    points = -4.0 * (1 - len(present) / len(some))
    n_kinds = present.nunique()
    if is_text(some) and n_kinds == len(present) and not alone:
        points -= 10.0
    elif is_text(some) and n_kinds > 0.5 * len(present):
        points -= 3.0
    elif n_kinds == 2:
        points += 1.0
    elif not is_text(first) and _counts(first.to_numpy()):
        points -= 8.0
    return points


def _counts(values: np.ndarray) -> bool:
    """Return whether numbers count the rows: 1, 2, 3, or the like."""
    return len(values) > 2 and bool(np.all(np.diff(values) == 1))
