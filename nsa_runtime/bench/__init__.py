"""The runtime's benchmark: ``python -m nsa_runtime.bench``. Needs a GPU; every ratio is taken within one run."""
