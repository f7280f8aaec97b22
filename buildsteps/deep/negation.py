"""Phrases that turn a word into its opposite, made by rule for training and for testing.

Reviews seldom contain phrases such as "not bad", and their label is that of the whole review, so a model that learns
from reviews alone counts the words and passes over the negation. The phrases fill templates with adjectives, nouns and
verbs whose polarity is known.

A part of the words and of the templates is held out: what is tested on has neither a template nor a polar word that any
phrase for training has. An adjective is only used when the reviews agree: it occurs more often in reviews of its own
kind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from buildsteps.deep.reviews import Review

__all__ = ["Lexicon", "lexicon_of", "made_phrases"]

GOOD = (
    "good", "great", "excellent", "wonderful", "fantastic", "brilliant", "superb", "amazing", "awesome", "perfect",
    "beautiful", "charming", "delightful", "enjoyable", "entertaining", "funny", "hilarious", "witty", "clever",
    "smart", "intelligent", "original", "fresh", "refreshing", "inventive", "imaginative", "creative", "moving",
    "touching", "poignant", "heartfelt", "powerful", "gripping", "thrilling", "exciting", "fascinating", "interesting",
    "engaging", "compelling", "absorbing", "captivating", "riveting", "memorable", "unforgettable", "impressive",
    "stunning", "gorgeous", "solid", "strong", "satisfying", "rewarding", "convincing", "believable", "realistic",
    "likable", "lovable", "appealing", "fun", "terrific", "marvelous", "magnificent", "outstanding", "exceptional",
    "remarkable", "masterful", "splendid", "lovely", "sweet", "warm", "subtle", "inspired", "inspiring", "insightful",
    "thoughtful", "worthwhile", "watchable", "fine", "enchanting", "effective", "polished", "elegant", "sharp", "scary",
    "suspenseful", "tense", "romantic",
)  # fmt: skip
BAD = (
    "bad", "terrible", "awful", "horrible", "dreadful", "atrocious", "abysmal", "lousy", "poor", "mediocre", "boring",
    "dull", "tedious", "slow", "bland", "flat", "lifeless", "predictable", "formulaic", "cliched", "derivative",
    "unoriginal", "stale", "tired", "forgettable", "disappointing", "unconvincing", "implausible", "contrived",
    "forced", "stupid", "dumb", "idiotic", "silly", "ridiculous", "ludicrous", "absurd", "laughable", "pathetic",
    "lame", "weak", "thin", "shallow", "empty", "hollow", "pointless", "meaningless", "confusing", "incoherent",
    "muddled", "messy", "sloppy", "clumsy", "amateurish", "cheap", "ugly", "annoying", "irritating", "offensive",
    "disgusting", "unfunny", "unwatchable", "overlong", "pretentious", "wooden", "stilted", "uninspired", "unpleasant",
    "worthless", "painful", "embarrassing", "dreary", "tiresome", "cheesy", "corny", "generic", "overrated", "lazy",
)  # fmt: skip
GOOD_THINGS = (
    "charm", "heart", "wit", "humor", "suspense", "tension", "imagination", "depth", "soul", "energy", "originality",
    "warmth", "style", "substance", "chemistry", "intelligence", "magic", "passion", "spirit", "truth",
)  # fmt: skip
BAD_THINGS = (
    "flaws", "faults", "cliches", "nonsense", "filler", "weaknesses", "mistakes", "stupidity", "padding", "boredom",
    "stereotypes", "problems", "errors", "holes",
)  # fmt: skip
PRAISE = ("like", "enjoy", "love", "recommend", "admire", "appreciate")
SCORN = ("hate", "regret", "despise", "dislike", "loathe", "resent")

SUBJECTS = (
    "it", "this film", "this movie", "the story", "the plot", "the acting", "the script", "the movie", "the film",
    "the cast", "the ending", "the dialogue", "the music", "the direction", "the humor", "the second half",
    "the first half", "the lead", "this one", "the whole thing",
)  # fmt: skip
DEGREES = {
    1: ("", "", "very ", "really ", "so ", "quite ", "truly ", "rather "),
    -1: ("", "", "", "very ", "really ", "so ", "that ", "all that ", "particularly ", "exactly ", "even ", "too "),
}
"""What may stand before an adjective, in a plain and in a negated clause."""

LEARNED = (
    # with an adjective {a}, {an} with its article, and a second one {b} of the same kind; 1 keeps its polarity, -1
    # turns it round
    (1, "{s} is {a}."),
    (1, "{s} was {d}{a}."),
    (1, "{a} and {b}."),
    (1, "I found {s} {d}{a}."),
    (1, "{s} is {a} and {b}."),
    (1, "{d}{a}!"),
    (1, "{an} film."),
    (1, "I think {s} is {d}{a}."),
    (1, "how {a}!"),
    (1, "{s} looks {d}{a}."),
    (1, "{s} gets {a} towards the end."),
    (1, "{s} is {d}{a} and I {v} it."),
    (1, "from the first scene {s} is {a}."),
    (-1, "{s} is not {d}{a}."),
    (-1, "{s} isn't {d}{a}."),
    (-1, "{s} was not {d}{a}."),
    (-1, "{s} wasn't {d}{a}."),
    (-1, "{s} was never {a}."),
    (-1, "{s} is hardly {a}."),
    (-1, "not {d}{a}."),
    (-1, "not {a} at all."),
    (-1, "{s} is not {a} at all."),
    (-1, "there is nothing {a} about {s}."),
    (-1, "{s} is anything but {a}."),
    (-1, "{s} is far from {a}."),
    (-1, "I didn't find {s} {d}{a}."),
    (-1, "I don't think {s} is {a}."),
    (-1, "I would not call {s} {a}."),
    (-1, "{s} is neither {a} nor {b}."),
    (-1, "{s} is never {a} or {b}."),
    (-1, "{s} does not seem {a}."),
    (-1, "not {an} film."),
    (-1, "this is not {an} movie."),
    (-1, "nothing here is {a}."),
    (-1, "no scene is {a}."),
    (-1, "I can't say it was {a}."),
    (-1, "{s} never feels {a}."),
    (-1, "{s} doesn't look {d}{a}."),
    (-1, "{s} is not what I call {a}."),
    (-1, "nobody would find {s} {a}."),
    (-1, "who says that {s} is {a} has not seen it."),
    (-1, "{s} did not become {a}."),
    (-1, "not once is {s} {a}."),
    (-1, "{s} couldn't be less {a}."),
    (-1, "{s} is less {a} than people say."),
    (-1, "{s} is not {a} and not {b}."),
    (-1, "not {a}, not {b}."),
    (-1, "there isn't {an} moment in {s}."),
    (-1, "I haven't seen {an} scene in {s}."),
    (-1, "none of it is {a}."),
    (-1, "{s} isn't nearly as {a} as they say."),
    (-1, "don't expect it to be {a}."),
    (-1, "it would be wrong to call {s} {a}."),
    (-1, "I was told that {s} is {a}, and it is not."),
    (-1, "without being {a}."),
    (-1, "{s} rarely seems {a}."),
    # with a thing {n} that a film has
    (1, "{s} has {n}."),
    (1, "full of {n}."),
    (-1, "{s} has no {n}."),
    (-1, "{s} lacks {n}."),
    (-1, "there is no {n} in {s}."),
    (-1, "{s} does not have any {n}."),
    (-1, "without {n}."),
    (-1, "{s} is without {n}."),
    (-1, "I found no {n} in it."),
    (-1, "not a trace of {n}."),
    (-1, "never any {n}."),
    # with a verb {v}
    (1, "I {v} {s}."),
    (1, "you will {v} {s}."),
    (1, "I really {v} {s}."),
    (-1, "I do not {v} {s}."),
    (-1, "I didn't {v} {s}."),
    (-1, "I can't {v} {s}."),
    (-1, "you will not {v} {s}."),
    (-1, "I could never {v} {s}."),
    (-1, "nobody will {v} {s}."),
    (-1, "I don't think I {v} {s}."),
    (-1, "there is no reason to {v} {s}."),
    (-1, "I have never met a person who did {v} {s}."),
    (-1, "how could I {v} {s}?"),
)
TESTED = (
    (1, "{s} felt {a} to me."),
    (1, "what {an} movie."),
    (1, "{s} turned out to be {d}{a}."),
    (1, "every scene is {a}."),
    (1, "as {a} as they come."),
    (1, "{s} shows {n}."),
    (1, "anyone would {v} {s}."),
    (1, "we {v} {s} a lot."),
    (-1, "{s} isn't {a} in the least."),
    (-1, "at no point is {s} {a}."),
    (-1, "I wouldn't say that {s} was {a}."),
    (-1, "you can't call {s} {a}."),
    (-1, "{s} doesn't feel {a}."),
    (-1, "by no means {a}."),
    (-1, "{s} never gets {a}."),
    (-1, "{s} wasn't {a} or {b} for a second."),
    (-1, "it's not that {s} is {a}."),
    (-1, "{s} shows no {n}."),
    (-1, "I don't see any {n} here."),
    (-1, "few people will {v} {s}."),
    (-1, "we did not {v} {s} one bit."),
)
LEARNED_ENDS = {
    True: ("I would watch it twice", "I recommend it", "see it", "worth watching", "I liked it", "I had fun",
           "it is worth the ticket", "go and see it", "I was glad that I saw it", "I want to see more"),
    False: ("I would not watch it twice", "I do not recommend it", "skip it", "not worth watching", "I did not like it",
            "I had no fun", "it is not worth the ticket", "do not see it", "I was sorry that I saw it",
            "I never want to see more"),
}  # fmt: skip
TESTED_ENDS = {
    True: ("I'd gladly sit through it again", "it deserves your evening", "I came out smiling", "give it a chance"),
    False: (
        "I'd never sit through it again",
        "it doesn't deserve your evening",
        "I came out yawning",
        "give it a miss",
    ),
}
LEARNED_LINKS = ("{x}, but {y}.", "although {x}, {y}.", "{x}; still, {y}.", "even if {x}, {y}.")
TESTED_LINKS = ("{x}, yet {y}.", "while {x}, {y}.", "{x}, and even so {y}.")

HELD_OUT = 4
"""One word in so many is held out."""


class Lexicon(NamedTuple):
    """Words by polarity: adjectives, things a film has, verbs.

    Parameters
    ----------
    adjectives, things, verbs : dict of bool to list of str
        The positive words under True, the negative ones under False.
    """

    adjectives: dict[bool, list[str]]
    things: dict[bool, list[str]]
    verbs: dict[bool, list[str]]


def lexicon_of(reviews: Iterable[Review]) -> tuple[Lexicon, Lexicon]:
    """Return the words for training and those that are held out.

    Parameters
    ----------
    reviews : iterable of Review
        Those of the training. An adjective counts only when it occurs more often in reviews of its own polarity.

    Returns
    -------
    learned, tested : Lexicon
        Without a word in common.
    """
    n_reviews = Counter()
    with_word: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for review in reviews:
        n_reviews[review.is_positive] += 1
        with_word[review.is_positive].update(set(re.findall(r"[a-z]+", review.text.lower())))

    def agrees(word: str, is_good: bool) -> bool:
        own, other = with_word[is_good][word], with_word[not is_good][word]
        return own > 0 and own * n_reviews[not is_good] > other * n_reviews[is_good]

    kinds = [
        tuple([word for word in words if agrees(word, is_good)] for words, is_good in ((GOOD, True), (BAD, False))),
        (GOOD_THINGS, BAD_THINGS),
        (PRAISE, SCORN),
    ]
    learned, tested = (
        Lexicon(*({True: _part(good, is_tested), False: _part(bad, is_tested)} for good, bad in kinds))
        for is_tested in (False, True)
    )
    return learned, tested


def _part(words: Sequence[str], is_tested: bool) -> list[str]:
    """Return the words that are held out, or the others."""
    return [word for at, word in enumerate(words) if (at % HELD_OUT == HELD_OUT - 1) == is_tested]


def made_phrases(words: Lexicon, n: int, seed: int, *, is_test: bool) -> list[Review]:
    """Return phrases from templates, half of them positive.

    Parameters
    ----------
    words : Lexicon
        The words to fill in.
    n : int
        How many phrases, none of them twice.
    seed : int
        Of the random choice.
    is_test : bool
        Use the templates that are held out.

    Returns
    -------
    list of Review
        Of every ten, six have one clause, two a clause and what follows from it, two a contrast whose second clause
        counts.
    """
    rng = np.random.default_rng(seed)
    templates, ends, links = (TESTED, TESTED_ENDS, TESTED_LINKS) if is_test else (LEARNED, LEARNED_ENDS, LEARNED_LINKS)
    found: dict[str, Review] = {}
    while len(found) < n:
        is_positive, kind = len(found) % 2 == 0, rng.integers(10)
        text = _clause(words, templates, rng, is_positive)
        if kind in (6, 7):
            text = f"{text[:-1]}, {_pick(rng, ends[is_positive])}."
        elif kind in (8, 9):
            other = _clause(words, templates, rng, not is_positive)
            text = _pick(rng, links).format(x=other[:-1], y=text[:-1])
        text = text[0].upper() + text[1:]
        found.setdefault(text, Review(text, is_positive))
    return list(found.values())


def _clause(words: Lexicon, templates: Sequence[tuple[int, str]], rng: np.random.Generator, is_positive: bool) -> str:
    """Return a clause of the polarity that is asked for; a negated one as often as a plain one."""
    sign = int(rng.choice([-1, 1]))
    template = _pick(rng, [text for each, text in templates if each == sign])
    is_good = is_positive == (sign == 1)
    kinds = {"a": words.adjectives, "b": words.adjectives, "n": words.things, "v": words.verbs}
    filled = {name: _pick(rng, kind[is_good]) for name, kind in kinds.items()}
    article = "an" if filled["a"][0] in "aeiou" else "a"
    subject, degree = _pick(rng, SUBJECTS), _pick(rng, DEGREES[sign])
    return template.format(s=subject, d=degree, an=f"{article} {filled['a']}", **filled)


def _pick(rng: np.random.Generator, options: Sequence[str]) -> str:
    return options[int(rng.integers(len(options)))]
