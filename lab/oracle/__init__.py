"""An independent truth for the analysis: random functions, executed for every input."""
