"""Imports that cannot fail: of modules and names that every Python since 3.8 has, on every platform and in every build.

A module is left out where some Python lacks it: on a platform (`fcntl`, `winreg`, `socket` and what imports it), where
a library was missing when Python was built (`ssl`, `sqlite3`, `ctypes`, `zlib` and what imports it), where a system has
packages of its own for it (`venv`, `tkinter`), or in an older or newer version (`tomllib`, `distutils`). So is a name:
what is new (`Self`, `StrEnum`), gone (`collections.Mapping`), or missing in a system or a build (`os.fork`,
`hashlib.md5`). What is left out may fail, as any other import may; `docs/promise.md` says so.
"""

from __future__ import annotations

import ast
from collections.abc import Collection

# By module, the names that `from module import name` may take
NAMES: dict[str, frozenset[str]] = {
    module: frozenset(names.split())
    for module, names in {
        "abc": "ABC ABCMeta abstractmethod",
        "argparse": "ArgumentParser ArgumentTypeError Namespace",
        "ast": "literal_eval parse walk",
        "base64": "b64decode b64encode urlsafe_b64decode urlsafe_b64encode",
        "builtins": "",
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
        "fnmatch": "fnmatch fnmatchcase",
        "fractions": "Fraction",
        "functools": "cached_property lru_cache partial reduce singledispatch total_ordering update_wrapper wraps",
        "gc": "",
        "getpass": "getpass getuser",
        "glob": "glob iglob",
        "hashlib": "",
        "heapq": "heapify heappop heappush nlargest nsmallest",
        "html": "escape unescape",
        "importlib": "import_module invalidate_caches metadata reload util",
        "importlib.metadata": "Distribution PackageNotFoundError distribution distributions metadata requires version",
        "importlib.util": "find_spec module_from_spec spec_from_file_location",
        "inspect": "Parameter Signature getmodule getsource isclass isfunction ismethod signature",
        "io": "BytesIO StringIO TextIOWrapper",
        "itertools": "accumulate chain count cycle groupby islice product repeat starmap takewhile zip_longest",
        "json": "JSONDecodeError JSONDecoder JSONEncoder dump dumps load loads",
        "json.decoder": "JSONDecodeError JSONDecoder",
        "linecache": "",
        "logging": "Formatter Logger StreamHandler getLogger",
        "math": "ceil exp floor gcd inf isclose isfinite isinf isnan log log2 nan pi prod sqrt",
        "numbers": "Integral Number Real",
        "operator": "attrgetter itemgetter methodcaller",
        "os": "PathLike environ fspath getcwd getenv listdir makedirs path remove walk",
        "os.path": "abspath basename dirname exists expanduser isdir isfile join realpath splitext",
        "pathlib": "Path PurePath PurePosixPath PureWindowsPath",
        "pickle": "PickleError PicklingError UnpicklingError dump dumps load loads",
        "platform": "machine python_version system",
        "pprint": "pformat pprint",
        "queue": "Empty Full LifoQueue PriorityQueue Queue",
        "random": "choice randint random sample shuffle uniform",
        "re": "Match Pattern compile escape findall finditer fullmatch match search split sub",
        "shlex": "quote split",
        "shutil": "copyfile copytree move rmtree which",
        "stat": "",
        "string": "Template",
        "struct": "calcsize pack unpack",
        "subprocess": "CalledProcessError DEVNULL PIPE Popen STDOUT TimeoutExpired check_call check_output run",
        "sys": "argv exc_info executable exit modules path platform stderr stdin stdout version_info",
        "tempfile": "NamedTemporaryFile TemporaryDirectory TemporaryFile gettempdir mkdtemp mkstemp",
        "textwrap": "dedent fill indent wrap",
        "threading": "Condition Event Lock RLock Thread Timer current_thread local",
        "time": "monotonic perf_counter sleep time",
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


def cannot_fail(node: ast.AST, hidden: Collection[str] = ()) -> bool:
    """Whether a statement imports nothing but what every Python has; `hidden`: modules that files beside it hide."""
    if isinstance(node, ast.Import):
        return all(alias.name in NAMES and alias.name.partition(".")[0] not in hidden for alias in node.names)
    if not isinstance(node, ast.ImportFrom) or node.level or (node.module or "").partition(".")[0] in hidden:
        return False
    names = NAMES.get(node.module or "")
    return names is not None and all(alias.name in names for alias in node.names)
