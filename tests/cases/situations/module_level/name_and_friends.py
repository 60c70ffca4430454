use(__name__, __file__, __doc__)
# not run: what it needs is not there
