"""What makes a chain of tests a dispatch."""
