"""The Models page: choose a pretrained model, give it an input, see its answer and what its layers see."""
