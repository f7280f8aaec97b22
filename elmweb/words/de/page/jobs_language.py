"""The screen of language, in the chapter "Five jobs": film reviews, a text of one's own, and a translation.

The models know English alone, whatever the page speaks.
"""

from __future__ import annotations

from elmweb.words.de import _deutsch

TITLE = "Sprache: Lobt die Kritik den Film?"
LEAD = (
    "700 englische Sätze aus Filmkritiken, jeder von zwanzig Menschen bewertet. Der Transformer der Seite Modelle hat "
    "aus 28.500 anderen gelernt. Die ELM geht einen anderen Weg: Ein Netz, das auf anderen Texten trainiert wurde, "
    "macht aus jedem Satz 384 Zahlen, und die ELM lernt aus den Zahlen von einigen Hundert Sätzen."
)
LIMITS = (
    (
        "Einzelne Sätze ohne ihre Kritik sind schwer: Auch Menschen sind sich darin nicht einig. Sätze mit einer "
        "Bewertung nahe 0 sind weggelassen."
    ),
    "Was die ELM weiß, kommt von dem Netz, das die Zahlen macht. Ein schlichteres Modell kann darum genauso gut sein.",
    (
        "Beide kennen englische Filmkritiken und sonst nichts. Sie antworten auch auf jeden anderen Text, dann aber "
        "oft falsch."
    ),
)
SOURCE = (
    "C. J. Hutto und E. Gilbert (2014), VADER, aus dem Paket vaderSentiment 3.3.2, MIT. Die Sätze stammen von Rotten "
    "Tomatoes, ebenso 8.500 der Texte, aus denen der Transformer gelernt hat; diese sind hier weggelassen."
)

# Sentences of reviews

N_LEARN = "Sätze zum Lernen"
READING_SENTENCES = "Sätze werden gelesen"
TRAINED_BEFORE = "schon früher"
"""In place of the time that the Transformer took to be trained."""
ASKING_TRANSFORMER = "Der Transformer wird gefragt."
CAPTION = "Die Modelle auf den zurückgehaltenen Sätzen"
WHAT_THEY_SEE = (
    "Die ELM und die logistische Regression lernen aus denselben 384 Zahlen je Satz; der Transformer liest die Wörter. "
    '<a href="#/models/embed-text">Woher die Zahlen kommen</a>'
)
WRONG = "Wo die ELM falsch liegt, obwohl sich die Menschen einig sind"
RATINGS = "Die Bewertungen reichen von -4 (gefällt gar nicht) bis 4 (gefällt sehr)."
SAYS = ("gefällt nicht", "gefällt")
"""What a model says of whoever wrote a sentence about a film."""


def headline(percent: str, floor: str, seconds: str) -> str:
    """How often the ELM is right, and how often always giving the same answer would be."""
    return f"Richtig bei {percent} % der Sätze (immer dieselbe Antwort: {floor} %), nach {seconds} Training."


def elm_on_sentences(n_learn: int, n_judge: int) -> str:
    """What the headline is about."""
    return (
        f"Die ELM, mit {_deutsch.number_of(n_learn, 'Satz', 'Sätzen')} zum Lernen, gemessen an "
        f"{_deutsch.whole(n_judge)} zurückgehaltenen."
    )


def took_to_read(seconds: str) -> str:
    """How long the network took that makes the numbers, beside the time of training."""
    return f"Die Sätze in Zahlen zu verwandeln, dauerte weitere {seconds}."


def opinions(rating: str, elm: str, transformer: str) -> str:
    """Behind a sentence: how people rated it, and what each model says."""
    return f"Menschen: {rating}. ELM: {elm}. Transformer: {transformer}."


# A text of one's own

OWN = "Ein eigener Text"
OWN_LEAD = "Beide lesen ihn."
OWN_LABEL = "Eine Meinung über einen Film (auf Englisch)"
ASK_BOTH = ("Beide fragen", "Beide noch einmal fragen")
READING_TEXT = "Text wird gelesen"
NO_ELM_YET = "Es gibt noch keine ELM."
TRAIN_FIRST = "Zuerst die ELM trainieren."
ELM_LIKES = "ELM: gefällt"
TRANSFORMER_LIKES = "Transformer: gefällt"
LOOKED = "Je stärker ein Wort markiert ist, desto mehr hat der Transformer darauf geschaut."


def both_say(opinion: str) -> str:
    """That both models say the same of a text."""
    return f"Beide sagen: {opinion}."


def they_disagree(elm: str, transformer: str) -> str:
    """That the models say different things of a text."""
    return f"Sie sind uneins. ELM: {elm}. Transformer: {transformer}."


# The translation

TRANSLATION = "Programmhilfe auf Spanisch"
TRANSLATION_LEAD = (
    "Ein Transformer, der aus den Hilfeseiten von LibreOffice gelernt hat und nur deren Sprache kennt. Bei jedem "
    "anderen Satz sagt er das. Wohin er beim Schreiben schaut, ist unter "
    '<a href="#/models/transformer-translate">Modelle</a> zu sehen. Eine ELM steht nicht daneben: Keine hier schreibt '
    "Sätze."
)
SENTENCE = "Ein Satz aus einer Programmhilfe, auf Englisch"
TRANSLATE = "Übersetzen"
TRANSLATING = "Wird übersetzt."


def after(seconds: str) -> str:
    """How long the translation took."""
    return f"Nach {seconds}."
