"""One file and many, for every face but flake8's."""
