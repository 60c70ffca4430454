"""The runtime's benchmark: ``python -m benchmarks``. Needs a GPU; every ratio is taken within one run."""
