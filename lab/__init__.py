"""What the tests and the tools share; it is not part of the wheel. Both import it, and neither imports the other."""
