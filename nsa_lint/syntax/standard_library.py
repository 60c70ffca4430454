"""What cannot fail: imports of modules and names that every Python since 3.8 has, on every platform and in every build,
and calls that only look at the clock or at a table of Python's own.

A module is left out where some Python lacks it: on a platform (`fcntl`, `winreg`, `socket` and what imports it), where
a library was missing when Python was built (`ssl`, `sqlite3`, `ctypes`, `zlib` and what imports it), where a system has
packages of its own for it (`venv`, `tkinter`), or in an older or newer version (`tomllib`, `distutils`). So is a name:
what is new (`Self`, `StrEnum`), gone (`collections.Mapping`), or missing in a system or a build (`os.fork`,
`hashlib.md5`). What is left out may fail, as any other import may; `docs/promise.md` says so.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Collection, Mapping

from nsa_lint.syntax.bindings import names_bound
from nsa_lint.syntax.imported import imported_from
from nsa_lint.syntax.literals import text_of
from nsa_lint.syntax.scopes import dotted, last_word, walk

# By module, the names that `from module import name` may take
NAMES: dict[str, frozenset[str]] = {
    module: frozenset(names.split())
    for module, names in {
        "abc": "ABC ABCMeta abstractmethod",
        "argparse": "ArgumentParser ArgumentTypeError Namespace",
        "ast": "literal_eval parse walk",
        "base64": "b64decode b64encode urlsafe_b64decode urlsafe_b64encode",
        "bisect": "bisect bisect_left bisect_right insort insort_left insort_right",
        "builtins": "",
        "cmath": "",
        "codecs": "decode encode getreader getwriter open",
        "collections": "ChainMap Counter OrderedDict abc defaultdict deque namedtuple",
        "collections.abc": "Callable Hashable Iterable Iterator Mapping MutableMapping Sequence Set Sized",
        "configparser": "ConfigParser",
        "contextlib": "AsyncExitStack ExitStack closing contextmanager nullcontext redirect_stdout suppress",
        "contextvars": "Context ContextVar copy_context",
        "copy": "copy deepcopy",
        "csv": "DictReader DictWriter reader writer",
        "dataclasses": "asdict astuple dataclass field fields is_dataclass replace",
        "datetime": "date datetime time timedelta timezone tzinfo",
        "decimal": "Decimal InvalidOperation",
        "difflib": "SequenceMatcher get_close_matches unified_diff",
        "enum": "Enum Flag IntEnum IntFlag auto unique",
        "errno": "",
        "filecmp": "cmp dircmp",
        "fnmatch": "fnmatch fnmatchcase",
        "fractions": "Fraction",
        "functools": "cached_property lru_cache partial reduce singledispatch total_ordering update_wrapper wraps",
        "gc": "",
        "getpass": "getpass getuser",
        "glob": "glob iglob",
        "hashlib": "",
        "heapq": "heapify heappop heappush nlargest nsmallest",
        "hmac": "HMAC compare_digest new",
        "html": "escape unescape",
        "importlib": "import_module invalidate_caches metadata reload util",
        "importlib.metadata": "Distribution PackageNotFoundError distribution distributions metadata requires version",
        "importlib.util": "find_spec module_from_spec spec_from_file_location",
        "inspect": "Parameter Signature getmodule getsource isclass isfunction ismethod signature",
        "io": "BytesIO StringIO TextIOWrapper",
        "ipaddress": "IPv4Address IPv4Network IPv6Address IPv6Network ip_address ip_network",
        "itertools": "accumulate chain count cycle groupby islice product repeat starmap takewhile zip_longest",
        "json": "JSONDecodeError JSONDecoder JSONEncoder dump dumps load loads",
        "json.decoder": "JSONDecodeError JSONDecoder",
        "keyword": "iskeyword kwlist",
        "linecache": "",
        "logging": "Formatter Logger StreamHandler getLogger",
        "math": "ceil exp floor gcd inf isclose isfinite isinf isnan log log2 nan pi prod sqrt",
        "numbers": "Integral Number Real",
        "operator": "attrgetter itemgetter methodcaller",
        "optparse": "OptionGroup OptionParser",
        "os": "PathLike environ fspath getcwd getenv listdir makedirs path remove walk",
        "os.path": "abspath basename dirname exists expanduser isdir isfile join realpath splitext",
        "pathlib": "Path PurePath PurePosixPath PureWindowsPath",
        "pickle": "PickleError PicklingError UnpicklingError dump dumps load loads",
        "platform": "machine python_version system",
        "pprint": "pformat pprint",
        "queue": "Empty Full LifoQueue PriorityQueue Queue",
        "random": "choice randint random sample shuffle uniform",
        "re": "Match Pattern compile escape findall finditer fullmatch match search split sub",
        "secrets": "choice randbelow token_bytes token_hex token_urlsafe",
        "shlex": "quote split",
        "shutil": "copyfile copytree move rmtree which",
        "stat": "",
        "statistics": "mean median stdev",
        "string": "Template",
        "struct": "calcsize pack unpack",
        "subprocess": "CalledProcessError DEVNULL PIPE Popen STDOUT TimeoutExpired check_call check_output run",
        "sys": "argv exc_info executable exit modules path platform stderr stdin stdout version_info",
        "tempfile": "NamedTemporaryFile TemporaryDirectory TemporaryFile gettempdir mkdtemp mkstemp",
        "textwrap": "dedent fill indent wrap",
        "threading": "Condition Event Lock RLock Thread Timer current_thread local",
        "time": "monotonic perf_counter sleep time",
        "timeit": "default_timer timeit",
        "tokenize": "generate_tokens",
        "traceback": "format_exc format_exception print_exc",
        "types": "FunctionType MappingProxyType MethodType ModuleType SimpleNamespace TracebackType",
        "typing": "Any Callable Dict Generic Iterable List Literal NamedTuple Optional Protocol Sequence Tuple Union",
        "urllib": "error parse",
        "urllib.error": "HTTPError URLError",
        "urllib.parse": "parse_qs parse_qsl quote unquote urlencode urljoin urlparse urlsplit urlunparse urlunsplit",
        "uuid": "UUID uuid4",
        "warnings": "catch_warnings filterwarnings simplefilter warn",
        "weakref": "WeakKeyDictionary WeakSet WeakValueDictionary proxy ref",
    }.items()
}  # fmt: skip

# Functions that do not fail where they are called without arguments
WITHOUT_ARGUMENTS = frozenset("""
    dict frozenset list object set tuple
    datetime.datetime.now datetime.datetime.utcnow os.getpid sys.exc_info
    threading.Event threading.Lock threading.RLock threading.current_thread threading.get_ident
    time.monotonic time.monotonic_ns time.perf_counter time.perf_counter_ns time.process_time time.time time.time_ns
""".split())  # fmt: skip
# Those that look up a text, and give what else they are given where it is not there
LOOKUPS = frozenset(("os.environ.get", "os.getenv", "sys.modules.get"))
_CALLABLES = WITHOUT_ARGUMENTS | LOOKUPS
# Those that never give None, whatever they are called with
NEVER_NONE = frozenset("""
    glob.glob json.dumps os.fspath os.getcwd os.listdir
    os.path.abspath os.path.basename os.path.commonpath os.path.dirname os.path.expanduser os.path.expandvars
    os.path.join os.path.normcase os.path.normpath os.path.realpath os.path.relpath os.path.split os.path.splitext
    platform.machine platform.python_version platform.system re.compile re.escape re.findall re.finditer re.split re.sub
    shlex.quote shlex.split tempfile.gettempdir tempfile.mkdtemp textwrap.dedent textwrap.fill textwrap.indent
    urllib.parse.quote urllib.parse.unquote urllib.parse.urlencode urllib.parse.urljoin urllib.parse.urlparse
""".split())  # fmt: skip
_LAST_OF_THESE = frozenset(name.rpartition(".")[2] for name in NEVER_NONE)
_ATTRIBUTES = frozenset(
    [
        *(name for name in _CALLABLES if "." in name),
        *(name.rpartition(".")[0] for name in _CALLABLES if name.count(".") > 1),
        *(f"{module}.{name}" for module, names in NAMES.items() for name in names),
    ]
) - (NAMES.keys() - {"os.path"})  # a module in a package is an attribute of it once something has imported it
# What is a text in every Python, and the class of texts: these have what every text has
_TEXTS = frozenset(
    ("os.linesep", "os.name", "os.pathsep", "os.sep", "str", "sys.byteorder", "sys.platform", "sys.version")
)
_OF_TEXTS = frozenset(name for name in dir(str) if not name.startswith("_"))
_LAST_OF_TEXTS = frozenset(name.rpartition(".")[2] for name in _TEXTS)
_LAST = {name.rpartition(".")[2] for name in _CALLABLES | _ATTRIBUTES | _TEXTS}


def may_be_harmless(node: ast.AST) -> bool:
    """Whether an attribute or a call may be one that cannot fail, by its last name."""
    if isinstance(node, ast.Call):
        return not node.keywords and may_be_harmless(node.func)
    return last_word(node) in _LAST or (isinstance(node, ast.Attribute) and last_word(node.value) in _LAST_OF_TEXTS)


def is_harmless(node: ast.AST, origins: Mapping[str, str]) -> bool:
    """Whether it is one that cannot fail; `origins`: see `origins_of`.

    Only the very node: what it is called with, and what its attribute is taken of, are asked for themselves.
    """
    if isinstance(node, ast.Attribute):
        name = full_name(dotted(node), origins)
        owner, _, attribute = name.rpartition(".")
        return isinstance(node.ctx, ast.Load) and (
            name in _ATTRIBUTES or name in _TEXTS or (owner in _TEXTS and attribute in _OF_TEXTS)
        )
    if not isinstance(node, ast.Call) or node.keywords:
        return False
    if not node.args:
        return full_name(dotted(node.func), origins) in WITHOUT_ARGUMENTS
    looks_up = (
        len(node.args) <= 2 and text_of(node.args[0]) is not None and full_name(dotted(node.func), origins) in LOOKUPS
    )
    return looks_up and all(isinstance(each, ast.Constant) for each in node.args)


def is_never_none(call: ast.Call, origins: Callable[[], Mapping[str, str]], of_module: Callable[[str], bool]) -> bool:
    """Whether a call gives something, if it gives back anything; `origins`: see `origins_of`.

    `of_module`: whether a name is one of the module: its `os.path.join` is the one of `os`, whatever `import *` brings.
    """
    if last_word(call.func) not in _LAST_OF_THESE:
        return False
    name = dotted(call.func)
    root, dot, _ = name.partition(".")
    return (bool(dot) and name in NEVER_NONE and of_module(root)) or full_name(
        dotted(call.func), origins()
    ) in NEVER_NONE


def origins_of(tree: ast.Module) -> dict[str, str]:
    """The names that stand for one thing of the standard library in whatever scope of a file, with its full name.

    These are builtins that the file does not bind, and what its imports bind, in the module or in functions, where
    they agree and nothing else in the file binds the name: no parameter, no other import.
    """
    found = {name: name for name in vars(builtins)}
    imported: dict[str, str] = {}
    bound: set[str] = set()
    for node in walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = imported_from([node])
            if "*" in names:
                return {}
            bound.update(name for name, full in names.items() if imported.setdefault(name, full) != full)
        else:
            bound.update(names_bound(node))
    found.update(imported)
    return {
        name: full
        for name, full in found.items()
        if name not in bound and (name == full or full.partition(".")[0] in NAMES)
    }


def full_name(name: str, origins: Mapping[str, str]) -> str:
    """What a dotted name stands for in the standard library; "" where it is nothing there."""
    root, dot, rest = name.partition(".")
    return f"{origins[root]}{dot}{rest}" if root in origins else ""


def cannot_fail(node: ast.AST, hidden: Collection[str] = ()) -> bool:
    """Whether a statement imports nothing but what every Python has; `hidden`: modules that files beside it hide."""
    if isinstance(node, ast.Import):
        return all(alias.name in NAMES and alias.name.partition(".")[0] not in hidden for alias in node.names)
    if not isinstance(node, ast.ImportFrom) or node.level or (node.module or "").partition(".")[0] in hidden:
        return False
    names = NAMES.get(node.module or "")
    return names is not None and all(alias.name in names for alias in node.names)
