"""The runtime's benchmark: ``python -m benchmarks``. Needs a GPU; every ratio is taken within one run."""

import importlib.util
import sys

if importlib.util.find_spec("torch") is None:  # a sentence for each of the commands, in place of a traceback
    from nsa_runtime import NEEDS  # not before: ``benchmarks.compare`` chooses which nsa_runtime its process imports

    print(f"benchmarks needs torch and triton: {NEEDS}", file=sys.stderr)
    sys.exit(2)
