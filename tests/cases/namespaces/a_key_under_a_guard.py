try:
    from fastlib import Parser
except ImportError as error:
    if "fast" in str(error):
        globals()["Parser"] = object

use(Parser)  # NSA201: Parser
# not run: it fails for one message only
