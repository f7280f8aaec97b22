"""The words in German: each module has the names of the English module of the same name.

Articles, so that all modules agree: die ELM (as die SVM), das CNN, das RNN, das LSTM, das GAN, der Transformer, der
Random Forest, das Gradient Boosting, der Seed, das Embedding, der Clip.

Words that come back: score die Güte, to score bewerten, width die Breite, trial der Versuch, split die Aufteilung,
learned from gelernt aus, kept back zurückgehalten, bit for bit Bit für Bit, chapter das Kapitel, clip die Tonaufnahme
(der Clip where room is short), job die Aufgabe, download herunterladen, leave (to use a camera) die Erlaubnis.
"""
