"""Our fills under the names and signatures of the frameworks that call them."""
