"""The screen of language, in the chapter "Five jobs": film reviews, a text of one's own, and a translation.

The models know English alone, whatever the page speaks.
"""

from __future__ import annotations

TITLE = "Language: does the critic like the film?"
LEAD = (
    "700 sentences from film reviews, each rated by twenty people. The Transformer of the Models page has learned "
    "from 28,500 others. The ELM takes another route: a network that was trained on other texts "
    "turns each sentence into 384 numbers, and the ELM learns from the numbers of a few hundred."
)
LIMITS = (
    "Single sentences without their review are hard: people disagree about them too. Those rated near 0 are left out.",
    "What the ELM knows comes from the network that makes the numbers, so a plainer model may do as well.",
    "Both know English film reviews and nothing else. They answer for any other text too, and are then often wrong.",
)
SOURCE = (
    "C. J. Hutto and E. Gilbert (2014), VADER, from the package vaderSentiment 3.3.2, MIT. The sentences come from "
    "Rotten Tomatoes, as did 8,500 of the texts that the Transformer has learned; those were left out here."
)

# Sentences of reviews

N_LEARN = "Sentences to learn from"
READING_SENTENCES = "Reading the sentences"
TRAINED_BEFORE = "before"
"""In place of the time that the Transformer took to be trained."""
ASKING_TRANSFORMER = "The Transformer is being asked."
CAPTION = "The models on the sentences kept back"
WHAT_THEY_SEE = (
    "The ELM and logistic regression learn from the same 384 numbers of each sentence; the "
    'Transformer reads the words. <a href="#/models/embed-text">Where the numbers come from</a>'
)
WRONG = "What the ELM gets wrong, though people are clear about it"
RATINGS = "Ratings go from -4, dislikes it very much, to 4, likes it very much."
SAYS = ("dislikes it", "likes it")
"""What a model says of whoever wrote a sentence about a film."""


def headline(percent: str, floor: str, seconds: str) -> str:
    """How often the ELM is right, and how often always giving the same answer would be."""
    return (
        f"Right on {percent} % of the sentences, against {floor} % for always giving the same answer, "
        f"after {seconds} of training."
    )


def elm_on_sentences(n_learn: int, n_judge: int) -> str:
    """What the headline is about."""
    return f"The ELM, with {n_learn:,} sentences to learn from, on {n_judge:,} kept back."


def took_to_read(seconds: str) -> str:
    """How long the network took that makes the numbers, beside the time of training."""
    return f"Turning sentences into numbers took {seconds} more."


def opinions(rating: str, elm: str, transformer: str) -> str:
    """Behind a sentence: how people rated it, and what each model says."""
    return f"People: {rating}. ELM: {elm}. Transformer: {transformer}."


# A text of one's own

OWN = "A text of yours"
OWN_LEAD = "Both read it."
OWN_LABEL = "What do you think of a film? (in English)"
ASK_BOTH = ("Ask both", "Ask both again")
READING_TEXT = "Reading your text"
NO_ELM_YET = "There is no ELM yet."
TRAIN_FIRST = "Train the ELM first."
ELM_LIKES = "ELM: likes it"
TRANSFORMER_LIKES = "Transformer: likes it"
LOOKED = "The more strongly a word is marked, the more the Transformer looked at it."


def both_say(opinion: str) -> str:
    """That both models say the same of a text."""
    return f"Both say: {opinion}."


def they_disagree(elm: str, transformer: str) -> str:
    """That the models say different things of a text."""
    return f"They disagree. ELM: {elm}. Transformer: {transformer}."


# The translation

TRANSLATION = "Software help in Spanish"
TRANSLATION_LEAD = (
    "A Transformer that has learned from the help pages of LibreOffice, and knows their language only. Of any other "
    'sentence it says so. Where it looks as it writes is in <a href="#/models/transformer-translate">Models</a>. '
    "There is no ELM beside it: none here writes sentences."
)
SENTENCE = "A sentence of software help, in English"
TRANSLATE = "Translate"
TRANSLATING = "Translating."


def after(seconds: str) -> str:
    """How long the translation took."""
    return f"After {seconds}."
