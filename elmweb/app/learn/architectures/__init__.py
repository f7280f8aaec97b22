"""Inside the architectures, a chapter of the Learn page: one screen each for CNN, LSTM, attention and GAN."""
