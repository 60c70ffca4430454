"""Stands in for setuptools while `pip download` looks at a source distribution: see build_meta.py."""
