"""The package around a file, read as text: what its other modules say for or against a finding."""
