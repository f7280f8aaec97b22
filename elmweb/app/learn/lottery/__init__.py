"""The chapter about the lottery of random weights; its study is :mod:`elmweb.studies.lottery`."""
