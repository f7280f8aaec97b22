"""Questions about the rows behind a model, on the Result page: wrong answers, coverage, forgetting, shared sums."""
