# An arm that binds nothing decides a later test by what it stores.
def on_an_attribute(cfg, a):
    if a:
        y = 1
    if a:
        cfg.ready = True
    else:
        cfg.ready = False
    if cfg.ready:
        use(y)
    if not cfg.ready:
        use(y)  # NSA201: y
# run: on_an_attribute(Box(), True)
# run: on_an_attribute(Box(), False)


def under_a_key(cfg, a):
    if a:
        y = 1
    if a:
        cfg["ready"] = True
    else:
        cfg["ready"] = False
    if cfg["ready"]:
        use(y)
# run: under_a_key({}, True)
# run: under_a_key({}, False)


def in_a_loop(cfg, a):
    cfg.ready = False
    if a:
        y = 1
    for _ in range(2):
        cfg.ready = a
    if cfg.ready:
        use(y)
# run: in_a_loop(Box(), True)
# run: in_a_loop(Box(), False)
