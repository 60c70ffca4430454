"""The command line `nsa-lint`."""
