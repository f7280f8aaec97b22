"""What can be asked about a result: a heading, a sentence or two and a button each."""

from __future__ import annotations

OFFERS = {
    "columns": {
        "title": "Which columns matter",
        "text": "How much worse the model is without each column, on rows it never saw.",
        "button": "Measure it",
    },
    "decide": {
        "title": "Where to draw the line",
        "text": "What is found, missed and flagged by mistake when another probability than 50 % decides, and what the "
        "errors cost.",
        "button": "Weigh the errors",
    },
    "groups": {
        "title": "Is it as good for everybody?",
        "text": "The score for each value of any column, even one that it does not learn from, on rows it never saw.",
        "button": "Compare groups",
    },
    "mistakes": {
        "title": "Answers that may be wrong",
        "text": "Each row it learned from is predicted by a model that never saw it. Those whose answer is hardest to "
        "believe come first, to be corrected or taken out.",
        "button": "Find mistakes",
    },
    "coverage": {
        "title": "What it does not know",
        "text": "Sets of answers, or intervals, that contain the true one as often as you ask, measured on rows kept "
        "back; and rows that are unlike any it learned from.",
        "button": "Measure how sure it can be",
    },
    "forget": {
        "title": "Forget rows",
        "text": "The rows of one person, or of any value of a column, leave the model exactly: their sums are "
        "subtracted, and the result is compared with a model that never saw them. With a receipt.",
        "button": "Choose rows to forget",
    },
    "sums": {
        "title": "Share the sums, not the rows",
        "text": "Several people train one model on all their rows: each saves the sums of their own, and anyone adds "
        "the files up. The model is the same as one trained on all rows together.",
        "button": "Open the sums",
    },
    "queue": {
        "title": "What to label next",
        "text": "Rows without an answer, starting with those the model would learn most from: where its two most "
        "probable answers are nearly even or, for numbers, rows least like those it knows.",
        "button": "Label rows",
    },
}
