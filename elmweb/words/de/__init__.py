"""The words in German: each module has the names of the English module of the same name.

Articles, so that all modules agree: die ELM (as die SVM), das CNN, das RNN, das LSTM, das GAN, der Transformer, der
Random Forest, das Gradient Boosting, der Seed, das Embedding, der Clip.
"""
