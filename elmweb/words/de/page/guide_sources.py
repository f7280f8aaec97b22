"""The sources of the guide: authors, year, title, place. Whatever language quotes them, titles stay as they are."""

from __future__ import annotations

SOURCES = {
    "rosenblatt": (
        "F. Rosenblatt (1958). The perceptron: a probabilistic model for information storage and organization in the "
        "brain. Psychological Review 65."
    ),
    "rumelhart": (
        "D. Rumelhart, G. Hinton, R. Williams (1986). Learning representations by back-propagating errors. Nature 323."
    ),
    "robbins": "H. Robbins, S. Monro (1951). A stochastic approximation method. Annals of Mathematical Statistics 22.",
    "adam": "D. Kingma, J. Ba (2015). Adam: a method for stochastic optimization. ICLR. arXiv:1412.6980.",
    "fukushima": (
        "K. Fukushima (1980). Neocognitron: a self-organizing neural network model for a mechanism of pattern "
        "recognition unaffected by shift in position. Biological Cybernetics 36."
    ),
    "lecun": (
        "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner (1998). Gradient-based learning applied to document recognition. "
        "Proceedings of the IEEE 86."
    ),
    "krizhevsky": (
        "A. Krizhevsky, I. Sutskever, G. Hinton (2012). ImageNet classification with deep convolutional neural "
        "networks. NIPS 25."
    ),
    "elman": "J. Elman (1990). Finding structure in time. Cognitive Science 14.",
    "bengio": (
        "Y. Bengio, P. Simard, P. Frasconi (1994). Learning long-term dependencies with gradient descent is difficult. "
        "IEEE Transactions on Neural Networks 5."
    ),
    "lstm": "S. Hochreiter, J. Schmidhuber (1997). Long short-term memory. Neural Computation 9.",
    "bahdanau": (
        "D. Bahdanau, K. Cho, Y. Bengio (2015). Neural machine translation by jointly learning to align and translate. "
        "ICLR. arXiv:1409.0473."
    ),
    "vaswani": (
        "A. Vaswani, N. Shazeer, N. Parmar, J. Uszkoreit, L. Jones, A. Gomez, L. Kaiser, I. Polosukhin (2017). "
        "Attention is all you need. NIPS 30. arXiv:1706.03762."
    ),
    "vit": (
        "A. Dosovitskiy und andere (2021). An image is worth 16x16 words: transformers for image recognition at scale. "
        "ICLR. arXiv:2010.11929."
    ),
    "gan": (
        "I. Goodfellow, J. Pouget-Abadie, M. Mirza, B. Xu, D. Warde-Farley, S. Ozair, A. Courville, Y. Bengio (2014). "
        "Generative adversarial nets. NIPS 27. arXiv:1406.2661."
    ),
    "diffusion": (
        "P. Dhariwal, A. Nichol (2021). Diffusion models beat GANs on image synthesis. NeurIPS 34. arXiv:2105.05233."
    ),
    "brown": "T. Brown und andere (2020). Language models are few-shot learners. NeurIPS 33. arXiv:2005.14165.",
    "patterson": (
        "D. Patterson und andere (2021). Carbon emissions and large neural network training. arXiv:2104.10350."
    ),
    "goyal": (
        "P. Goyal und andere (2017). Accurate, large minibatch SGD: training ImageNet in 1 hour. arXiv:1706.02677."
    ),
    "kaplan": "J. Kaplan und andere (2020). Scaling laws for neural language models. arXiv:2001.08361.",
    "huang2004": (
        "G.-B. Huang, Q.-Y. Zhu, C.-K. Siew (2004). Extreme learning machine: a new learning scheme of feedforward "
        "neural networks. IJCNN."
    ),
    "huang2006": (
        "G.-B. Huang, Q.-Y. Zhu, C.-K. Siew (2006). Extreme learning machine: theory and applications. "
        "Neurocomputing 70."
    ),
    "mcdonnell": (
        "M. McDonnell, M. Tissera, T. Vladusich, A. van Schaik, J. Tapson (2015). Fast, simple and accurate "
        "handwritten digit classification by training shallow neural network classifiers with the 'Extreme Learning "
        "Machine' algorithm. PLoS ONE 10."
    ),
    "hoerl": (
        "A. Hoerl, R. Kennard (1970). Ridge regression: biased estimation for nonorthogonal problems. Technometrics 12."
    ),
    "schmidt": (
        "W. Schmidt, M. Kraaijveld, R. Duin (1992). Feedforward neural networks with random weights. 11th IAPR "
        "International Conference on Pattern Recognition."
    ),
    "pao": (
        "Y.-H. Pao, G.-H. Park, D. Sobajic (1994). Learning and generalization characteristics of the random vector "
        "functional-link net. Neurocomputing 6."
    ),
    "broomhead": (
        "D. Broomhead, D. Lowe (1988). Multivariable functional interpolation and adaptive networks. Complex Systems 2."
    ),
    "rahimi": "A. Rahimi, B. Recht (2007). Random features for large-scale kernel machines. NIPS 20.",
    "kitchen": (
        "A. Rahimi, B. Recht (2008). Weighted sums of random kitchen sinks: replacing minimization with randomization "
        "in learning. NIPS 21."
    ),
    "jaeger": (
        'H. Jaeger (2001). The "echo state" approach to analysing and training recurrent neural networks. GMD Report '
        "148."
    ),
    "wang": (
        'L. Wang, C. Wan (2008). Comments on "The extreme learning machine". IEEE Transactions on Neural Networks 19.'
    ),
    "reply": (
        "G.-B. Huang (2008). Reply to \"Comments on 'The extreme learning machine'\". IEEE Transactions on Neural "
        "Networks 19."
    ),
    "li": (
        "M. Li, D. Wang (2017). Insights into randomized algorithms for neural networks: practical issues and common "
        "pitfalls. Information Sciences 382."
    ),
    "scardapane": (
        "S. Scardapane, D. Wang (2017). Randomness in neural networks: an overview. WIREs Data Mining and Knowledge "
        "Discovery 7."
    ),
    "delgado": (
        "M. Fernández-Delgado, E. Cernadas, S. Barro, D. Amorim (2014). Do we need hundreds of classifiers to solve "
        "real world classification problems? Journal of Machine Learning Research 15."
    ),
}
"""By a short name, in the order of the topics."""
