# A dict of dicts of the module: what the inner ones hold under a key.
CONFIGS = {
    "fast": dict(backend="triton", wide=True),
    "wide": {"backend": "triton", "wide": False},
    "plain": dict(backend="torch", wide=False),
}
OPEN = {"fast": {"backend": "triton"}}
OPEN["plain"] = {"backend": "torch"}


def known(kind):
    config = CONFIGS[kind]
    if config["backend"] == "triton":
        y = 1
    elif config["backend"] == "torch":
        y = 2
    return y
# run: known("fast")
# run: known("wide")
# run: known("plain")


def directly(kind):
    if CONFIGS[kind]["backend"] == "triton":
        y = 1
    if CONFIGS[kind]["backend"] != "torch":
        return y
    return None
# run: directly("fast")
# run: directly("plain")


def one_is_missing(kind):
    if CONFIGS[kind]["backend"] == "triton":
        y = 1
    return y  # NSA104: y
# run: one_is_missing("fast")
# run: one_is_missing("plain")


def changed(kind):
    if OPEN[kind]["backend"] == "triton":
        y = 1
    return y  # NSA104: y
# run: changed("fast")
# run: changed("plain")
