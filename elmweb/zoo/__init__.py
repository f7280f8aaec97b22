"""Deep models that were trained before, and what runs them.

===============  ==============================================================
manifest.py      which models there are, and what is known of each
session.py       a loaded model that answers, as a protocol, and a fake one
detect.py        boxes out of a detector's answers
wordpiece.py     text as the numbers of word pieces
bpe.py           text as byte-pair pieces, and back
translate.py     the search for a translation, outside the model
===============  ==============================================================
"""
