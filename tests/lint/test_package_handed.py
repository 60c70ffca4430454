"""Attributes that a base sets from what a constructor hands on, of types that close their values.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

from lab.package_cases import Case
from tests.lint.package_runs import PackageCases

KINDS = """
from dataclasses import dataclass
from typing import Literal, Optional


@dataclass
class Common:
    backend: Literal["cuda", "triton"] = "cuda"


@dataclass
class Config(Common):
    size: int = 1


@dataclass
class Wide:
    backend: Literal["cuda", "triton", "torch"] = "cuda"
"""
BASE = """
from .kinds import Config


class Base:
    def __init__(self, config: Config):
        self.config = config
"""
UNTYPED = BASE.replace(": Config", "")
# What a base in another module sets, from a parameter that it is handed
WORK = """
from .base import Base
from .kinds import Common, Config, Wide


class Work(Base):
    def __init__(self, config: Config):
        super().__init__(config=config)

    def run(self, x):
        if self.config.backend == "cuda":
            y = x
        elif self.config.backend == "triton":
            y = -x
        return y
"""
INIT = "    def __init__(self, config: Config):\n        super().__init__(config=config)\n"
TRITON, TORCH = 'work.Work(kinds.Config("triton")).run(1)', 'work.Work(kinds.Wide("torch")).run(1)'


def handed(
    work: str = WORK, base: str = BASE, *calls: str, kinds: str = KINDS, fails: bool = False, **others: str
) -> Case:
    return Case(work, calls or (TORCH if fails else TRITON,), fails, {"kinds": kinds, "base": base, **others})


def constructed(init: str, *calls: str, base: str = BASE, fails: bool = False) -> Case:
    """Where the class itself is constructed like this."""
    return handed(WORK.replace(INIT, init), base, *calls, fails=fails)


def besides(method: str, base: str = BASE, *, fails: bool = False) -> Case:
    """Where another method sets the attribute, too."""
    given = 'Wide("torch")' if fails else 'Config("cuda")'
    return handed(
        WORK + method,
        base,
        f'work.Work(kinds.Config("triton")).use(kinds.{given}).run(1)',
        fails=fails,
    )


def elsewhere(text: str, *calls: str, fails: bool = False) -> Case:
    """Where another module may set it."""
    return handed(
        WORK, BASE, *calls, fails=fails, other="from . import kinds, work\nfrom .kinds import Config\n\n\n" + text
    )


BELOW = """
from .work import Work
from .kinds import Config, Wide


class Other(Work):
    def __init__(self, config: Config):
        super().__init__(config)
        self.config = Wide("torch")
"""
PROPERTY = """
    @property
    def config(self):
        return Wide("torch")

    @config.setter
    def config(self, value):
        pass
"""
PUT = """
def put():
    made = work.Work(kinds.Config("cuda"))
    made.config = kinds.Wide("torch")
    return made
"""
BY_NAME = PUT.replace('made.config = kinds.Wide("torch")', 'setattr(made, "config", kinds.Wide("torch"))')
CPU = """
from dataclasses import dataclass
from typing import Literal

from . import work
from .kinds import Common, Config


@dataclass
class Cpu(Config):
    backend: Literal["cuda", "triton", "torch"] = "torch"


def run():
    return work.Work(Cpu()).run(1)
"""
# What a class that comes from the one of the field says of it
PLAIN_KINDS = KINDS.replace("@dataclass\n", "")
BODY = CPU[CPU.index("    backend:") : CPU.index("\n\n\ndef run")]


def below(*changes: tuple[str, str], kinds: str = KINDS, fails: bool = False, **others: str) -> Case:
    text = CPU
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return handed(WORK, BASE, "cpu.run()", kinds=kinds, fails=fails, cpu=text, **others)


def of_plain(body: str, *changes: tuple[str, str], fails: bool = True) -> Case:
    """Where the classes are no dataclasses, and the one below has this body."""
    return below((BODY, body), *changes, ("@dataclass\n", ""), kinds=PLAIN_KINDS, fails=fails)


def of_base(before: str, base: str, *changes: tuple[str, str], fails: bool = True) -> Case:
    """Where the base of the class below is written like this."""
    given = ("\n\n@dataclass", f"\n\n{before}\n\n\n@dataclass")
    return below(given, ("(Config)", f"({base})"), *changes, fails=fails)


KIND = """
from enum import Enum


class Kind(str, Enum):
    CUDA = "cuda"
    TRITON = "triton"


"""
MANY = {f"more{number}": "def f(config):\n    return config\n" for number in range(34)}
# what only looks as if it set the attribute by its name
QUOTING = {f"more{number}": "NAMES = ['config']\n" for number in range(34)}
SETTING = {f"more{number}": "def f(x, config):\n    setattr(x, 'y', config)\n" for number in range(34)}
CASES = {
    "by_name": handed(),
    "by_place": constructed(INIT.replace("config=config", "config")),
    "by_super_with_its_class": constructed(INIT.replace("super()", "super(Work, self)")),
    "by_its_base_by_name": constructed(INIT.replace("super().__init__(", "Base.__init__(self, ")),
    "by_no_constructor_of_its_own": constructed("    size = 1\n"),
    "without_a_type_in_the_base": handed(base=BASE.replace(": Config", "")),
    "without_a_type_in_the_class": constructed(INIT.replace(": Config", "")),
    "by_place_without_a_type_in_the_base": constructed(INIT.replace("config=config", "config"), base=UNTYPED),
    "by_place_alone": constructed(
        INIT.replace("config=config", "config"), base=UNTYPED.replace("config)", "config, /)", 1)
    ),
    "by_name_alone": constructed(INIT, base=UNTYPED.replace("(self, ", "(self, *, ")),
    "before_others": constructed(
        INIT.replace("config=config", "config, 1, *()"), base=UNTYPED.replace("config)", "config, *sizes)", 1)
    ),
    "after_another_without_a_type_in_the_base": constructed(
        INIT.replace("config=config", "1, config"), base=UNTYPED.replace("(self, ", "(self, size, ")
    ),
    "after_calls_of_others": constructed(
        INIT.replace(
            "        super()",
            '        """One of two."""\n        print(config)\n        super().use(config)\n        super()',
        ),
        base=UNTYPED + "\n    def use(self, config):\n        pass\n",
    ),
    "under_another_name": constructed(
        INIT.replace("config: Config", "given: Config").replace("config=config", "config=given")
    ),
    "with_further_parameters": constructed(
        INIT.replace("config: Config", "config: Config, size: int = 1, *more, **names")
    ),
    "after_another_parameter": handed(
        WORK.replace("config=config", "1, config"), BASE.replace("config: Config", "size, config: Config")
    ),
    "with_an_annotation": handed(base=BASE.replace("self.config =", "self.config: Config =")),
    "by_a_base_of_the_base": handed(
        WORK.replace("(Base)", "(Middle)").replace(".base import Base", ".middle import Middle"),
        middle="from .base import Base\n\n\nclass Middle(Base):\n    def __init__(self, config):\n"
        "        super().__init__(config)\n",
    ),
    "by_a_base_of_the_base_without_a_constructor": handed(
        WORK.replace("(Base)", "(Middle)").replace(".base import Base", ".middle import Middle"),
        middle="from .base import Base\n\n\nclass Middle(Base):\n    pass\n",
    ),
    "of_a_field_that_may_be_none": handed(
        WORK.replace(
            "        return y", "        elif self.config.backend is None:\n            y = 0\n        return y"
        ),
        kinds=KINDS.replace('Literal["cuda", "triton"]', 'Optional[Literal["cuda", "triton"]]'),
    ),
    "of_the_attribute_itself": handed(
        WORK.replace("self.config.backend", "self.config").replace("config: Config", 'config: "Backend"')
        + "\n\nfrom typing import Literal\n\nBackend = Literal['cuda', 'triton']\n",
        BASE.replace(": Config", ""),
        'work.Work("triton").run(1)',
    ),
    "of_a_parameter_of_the_method": handed(
        WORK.replace("run(self, x)", "run(self, x, config: Config)").replace("self.config.backend", "config.backend"),
        BASE,
        'work.Work(None).run(1, kinds.Config("triton"))',
    ),
    "set_again_to_one_of_its_type": besides(
        "\n    def use(self, config: Config):\n        self.config = config\n        return self\n"
    ),
    "set_again_below_with_an_annotation": handed(
        others=(
            "from .work import Work\nfrom .kinds import Config\n\n\nclass Other(Work):\n"
            "    def __init__(self, config: Config):\n        super().__init__(config)\n"
            "        self.config: Config = config\n"
        )
    ),
    "set_of_another_class": elsewhere("class Other:\n    def __init__(self, config):\n        self.config = config\n"),
    "set_of_an_object_to_one_of_its_type": elsewhere("def put(work, config: Config):\n    work.config = config\n"),
    "named_in_many_files": handed(**MANY),
    "named_in_the_texts_of_many_files": handed(**QUOTING),
    "named_in_many_files_that_set_others_by_name": handed(**SETTING),
    "of_a_field_that_a_class_below_narrows": below(('"cuda", "triton", "torch"] = "torch"', '"cuda"] = "cuda"')),
    "of_a_field_that_a_class_beside_it_widens": below(
        ("(Config)", "(Common)"), ("work.Work(Cpu())", "work.Work(Config())")
    ),
    "of_a_field_that_a_class_of_another_config_widens": below(
        ("\n\n@dataclass", "\n\n@dataclass\nclass Other:\n    pass\n\n\n@dataclass"),
        ("from .kinds import Common, Config", "from .kinds import Config as Own\nfrom .other import Config"),
        ("work.Work(Cpu())", "work.Work(Own())"),
        other="class Config:\n    pass\n",
    ),
    "of_a_field_that_a_class_below_sets_to_one_of_its_values": below((BODY, '    backend = "triton"')),
    "of_a_field_that_a_class_below_narrows_without_a_value": below(
        (BODY, '    backend: Literal["cuda"]'), ("(Cpu())", '(Cpu("cuda"))')
    ),
    "of_a_field_beside_one_that_a_class_below_has": below((BODY, "    size: int = 2"), ("(Cpu())", '(Cpu("triton"))')),
    "of_a_field_that_a_class_beside_one_below_sets": of_plain(
        "    size = 2",
        ("\n\n@dataclass", '\n\nclass Other:\n    def __init__(self):\n        self.backend = "torch"\n\n\n@dataclass'),
        fails=False,
    ),
    "of_a_field_that_a_class_below_has_as_a_local": below(
        (BODY, '    def use(self):\n        backend = "torch"\n        return backend')
    ),
    "of_a_field_of_a_class_that_many_files_name": below(
        ('"cuda", "triton", "torch"] = "torch"', '"cuda"] = "cuda"'),
        **{f"more{number}": "from .kinds import Config\n" for number in range(34)},
    ),
    # the values are others
    "of_a_field_that_a_class_below_widens": below(fails=True),
    "of_a_field_that_a_class_below_widens_without_a_value": below(
        (BODY, BODY.removesuffix(' = "torch"')), ("(Cpu())", '(Cpu("torch"))'), fails=True
    ),
    "of_a_field_that_a_class_below_widens_under_another_name": below(
        ("Common, Config", "Config as Kept"), ("(Config)", "(Kept)"), fails=True
    ),
    "of_a_field_that_a_class_below_one_below_widens": below(
        ("(Config)", "(Middle)"),
        ("\nfrom .kinds", "\nfrom .middle import Middle\nfrom .kinds"),
        middle="from .kinds import Config\n\n\nclass Middle(Config):\n    pass\n",
        fails=True,
    ),
    "of_a_field_that_a_class_below_a_second_name_widens": below(
        ("\n\n@dataclass", "\n\nBase = Config\n\n\n@dataclass"), ("(Config)", "(Base)"), fails=True
    ),
    "of_a_field_that_a_class_below_a_second_name_of_another_module_widens": below(
        ("(Config)", "(Kept)"),
        ("\nfrom .kinds", "\nfrom .middle import Kept\nfrom .kinds"),
        middle="from .kinds import Config as Kept\n",
        fails=True,
    ),
    "of_a_field_that_a_class_has_that_is_mixed_in": below(
        ("\n\n@dataclass", '\n\nclass Mixin:\n    backend = "torch"\n\n\n@dataclass'),
        ("(Config)", "(Mixin, Config)"),
        ("@dataclass\n", ""),
        (BODY, "    pass"),
        kinds=PLAIN_KINDS,
        fails=True,
    ),
    "of_a_field_of_a_class_that_a_call_makes": below(
        ("import dataclass\n", "import dataclass, make_dataclass\n"),
        (
            "@dataclass\nclass Cpu(Config):\n" + BODY,
            'Cpu = make_dataclass("Cpu", [("backend", str, "torch")], bases=(Config,))',
        ),
        fails=True,
    ),
    "of_a_field_that_the_method_sets_later": handed(
        WORK.replace("return y", 'self.config.backend = "cuda"\n        return y'),
    ),
    "of_a_field_that_the_method_sets_to_another_value": handed(
        WORK.replace(
            "        if self", '        if x > 1:\n            self.config.backend = "torch"\n        if self', 1
        ),
        BASE,
        TRITON.replace("run(1)", "run(2)"),
        fails=True,
    ),
    "of_a_field_that_a_class_below_closes": below(
        ('"cuda", "triton", "torch"] = "torch"', '"cuda"] = "cuda"'),
        ("(Cpu())", '(Config("torch"))'),
        kinds=KINDS.replace('Literal["cuda", "triton"] =', "str ="),
        fails=True,
    ),
    "of_an_attribute_of_a_field": handed(
        WORK.replace(".backend ==", ".backend.name =="),
        BASE,
        "work.Work(kinds.Config(kinds.Kind.CUDA)).run(1)",
        kinds=KINDS.replace('Literal["cuda", "triton"] = "cuda"', "Kind = Kind.CUDA").replace("\n\n\n", KIND, 1),
        fails=True,
    ),
    "of_another_type_than_another_method_says": handed(
        WORK.replace("config: Config", "config")
        + "\n    def use(self, config: Config):\n        self.config = config\n",
        UNTYPED,
        fails=True,
    ),
    "of_a_field_that_a_class_below_opens": below(('Literal["cuda", "triton", "torch"]', "str"), fails=True),
    "of_a_field_that_a_class_below_sets_in_its_body": below(
        (BODY, '    backend = "torch"'), ("@dataclass\n", ""), kinds=PLAIN_KINDS, fails=True
    ),
    "of_a_field_that_a_class_below_sets_in_its_constructor": below(
        (BODY, '    def __post_init__(self):\n        self.backend = "torch"'), fails=True
    ),
    "of_a_field_that_is_a_property_below": below(
        (BODY, '    @property\n    def backend(self):\n        return "torch"'),
        ("@dataclass\n", ""),
        kinds=PLAIN_KINDS,
        fails=True,
    ),
    "of_a_field_that_a_class_below_widens_in_a_package_that_names_it_in_many_files": below(
        fails=True, **{f"more{number}": "from .kinds import Config\n" for number in range(34)}
    ),
    "of_a_field_that_a_class_below_sets_with_another": of_plain(
        '    def __init__(self):\n        self.backend, self.size = "torch", 1'
    ),
    "of_a_field_that_a_class_below_sets_to_a_name": of_plain(
        "    backend = NAME", ("\n\n@dataclass", '\n\nNAME = "torch"\n\n\n@dataclass')
    ),
    "of_a_field_that_a_class_below_sets_by_an_arm": of_plain(
        '    def __init__(self, fast=False):\n        self.backend = "cuda" if fast else "torch"'
    ),
    "of_a_field_that_a_class_below_sets_in_a_loop": of_plain('    for backend in ("torch",):\n        pass'),
    "of_a_field_that_a_class_below_sets_in_an_arm": of_plain('    if True:\n        backend = "torch"'),
    "of_a_field_that_a_class_below_sets_in_a_class_method": of_plain(
        '    @classmethod\n    def use(cls):\n        cls.backend = "torch"',
        ("    return work", "    Cpu.use()\n    return work"),
    ),
    "of_a_field_that_a_class_below_sets_on_what_it_makes": of_plain(
        '    @classmethod\n    def make(cls):\n        new = cls()\n        new.backend = "torch"\n        return new',
        ("(Cpu())", "(Cpu.make())"),
    ),
    "of_a_field_that_is_set_of_a_class_below": of_plain(
        "    pass", ("\n\ndef run", '\n\nCpu.backend = "torch"\n\n\ndef run')
    ),
    "of_a_field_that_a_class_below_sets_from_a_parameter": of_plain(
        "    def __init__(self, kind):\n        self.backend = kind", ("Cpu()", 'Cpu("torch")')
    ),
    "of_a_field_that_a_class_below_sets_from_a_parameter_of_a_wider_type": of_plain(
        '    def __init__(self, kind: Literal["cuda", "torch"]):\n        self.backend = kind',
        ("Cpu()", 'Cpu("torch")'),
    ),
    "of_a_field_that_a_class_below_sets_to_a_member": of_plain(
        "    backend = Kind.TORCH",
        (
            "\n\n@dataclass",
            '\n\nfrom enum import Enum\n\n\nclass Kind(str, Enum):\n    TORCH = "torch"\n\n\n@dataclass',
        ),
    ),
    "of_a_field_that_a_class_below_sets_from_a_parameter_of_its_type": of_plain(
        '    def __init__(self, kind: Literal["cuda", "triton"]):\n        self.backend = kind',
        ("Cpu()", 'Cpu("triton")'),
        fails=False,
    ),
    "of_a_field_that_a_class_below_sets_to_two_of_its_values": of_plain(
        '    def __init__(self, fast=True):\n        self.backend = "triton" if fast else "cuda"', fails=False
    ),
    "of_a_field_that_another_object_has": of_plain(
        "    def __init__(self):\n        self.other.backend = self.size", ("Cpu()", "Config()"), fails=False
    ),
    "of_a_field_of_a_class_below_a_comment_with_a_colon": of_base("", "\n    # nothing: no device\n    Config,\n"),
    "of_a_field_of_a_class_below_a_name_with_an_annotation": of_base("Base: type = Config", "Base"),
    "of_a_field_of_a_class_below_a_name_with_a_comment": of_base("Base = Config  # shorter", "Base"),
    "of_a_field_of_a_class_below_one_of_two": of_base("Base = Config if Common else object", "Base"),
    "of_a_field_of_a_class_below_the_other_of_two": of_base("Base = object if not Common else Config", "Base"),
    "of_a_field_of_a_class_below_one_of_a_table": of_base('BASES = {"config": Config}', 'BASES["config"]'),
    "of_a_field_of_a_class_below_what_a_function_makes": of_base(
        'def mixed(*bases):\n    return type("Mixed", bases, {})', "mixed(Config)"
    ),
    "of_a_field_of_a_class_that_types_makes": below(
        ("from dataclasses import dataclass\n", "from types import new_class\n"),
        (
            "@dataclass\nclass Cpu(Config):\n" + BODY,
            'Cpu = new_class("Cpu", (Config,), {}, lambda names: names.update(backend="torch"))',
        ),
        kinds=PLAIN_KINDS,
        fails=True,
    ),
    "of_a_field_of_a_class_of_another_type_argument": of_base(
        "from typing import Generic, TypeVar\n\nT = TypeVar('T')\n\n\nclass Base(Generic[T]):\n    pass",
        "Base[Config]",
        ("work.Work(Cpu())", "work.Work(Config())"),
        fails=False,
    ),
    "of_a_wider_type": handed(
        WORK.replace("config: Config", "config: Wide"), BASE.replace("Config", "Wide"), fails=True
    ),
    "of_a_wider_type_in_the_base": handed(
        WORK, BASE.replace("Config", "Wide"), "work.Work(kinds.Wide('torch')).run(1)", fails=True
    ),
    "of_a_wider_type_in_the_class": handed(WORK.replace("config: Config", "config: Wide"), fails=True),
    "of_no_type": handed(WORK.replace(": Config", ""), BASE.replace(": Config", ""), fails=True),
    "of_another_parameter": constructed(
        INIT.replace("config: Config", "config: Config, other").replace("config=config", "config=other"),
        'work.Work(None, kinds.Wide("torch")).run(1)',
        base=BASE.replace(": Config", ""),
        fails=True,
    ),
    "of_a_parameter_that_is_set": constructed(
        INIT.replace("        super()", '        config = Wide("torch")\n        super()'),
        TRITON,
        base=BASE.replace(": Config", ""),
        fails=True,
    ),
    "of_a_parameter_that_the_base_sets": handed(
        WORK,
        BASE.replace("Config\n", "Config, Wide\n", 1).replace(
            "        self", '        config = Wide("torch")\n        self'
        ),
        TRITON,
        fails=True,
    ),
    "of_what_is_made_in_the_call": constructed(
        INIT.replace("config=config", 'config=Wide("torch")'), TRITON, base=BASE.replace(": Config", ""), fails=True
    ),
    "of_what_is_handed_on_next": constructed(
        INIT.replace("config: Config", "config: Config, other") + "        super().__init__(other)\n",
        'work.Work(None, kinds.Wide("torch")).run(1)',
        base=BASE.replace(": Config", ""),
        fails=True,
    ),
    "of_what_is_made_between": handed(
        WORK.replace("(Base)", "(Middle)").replace(".base import Base", ".middle import Middle"),
        UNTYPED,
        fails=True,
        middle="from .base import Base\nfrom .kinds import Wide\n\n\nclass Middle(Base):\n"
        '    def __init__(self, config):\n        super().__init__(config=Wide("torch"))\n',
    ),
    "of_what_is_handed_on_twice_between": handed(
        WORK.replace("(Base)", "(Middle)").replace(".base import Base", ".middle import Middle"),
        UNTYPED,
        fails=True,
        middle="from .base import Base\nfrom .kinds import Wide\n\n\nclass Middle(Base):\n"
        "    def __init__(self, config):\n        super().__init__(config)\n"
        '        super().__init__(Wide("torch"))\n',
    ),
    "in_the_place_of_another": constructed(
        INIT.replace("config: Config", "config: Config, other").replace("config=config", "other, config"),
        'work.Work(None, kinds.Wide("torch")).run(1)',
        base=UNTYPED.replace("config)", "config, size)", 1),
        fails=True,
    ),
    "behind_an_unpacked_argument": constructed(
        INIT.replace("config: Config", "config: Config, *more").replace("config=config", "*more, config"),
        'work.Work(kinds.Config("cuda"), 1, kinds.Wide("torch")).run(1)',
        base=UNTYPED.replace("(self, config)", "(self, size, config, *rest)"),
        fails=True,
    ),
    "by_an_unpacked_argument": constructed(
        INIT.replace("config: Config", "*config: Config").replace("config=config", "*config"),
        base=BASE.replace(": Config", ""),
        fails=True,
    ),
    "set_again": besides(
        "\n    def use(self, config):\n        self.config = config\n        return self\n", fails=True
    ),
    "set_again_to_one_of_a_wider_type": besides(
        "\n    def use(self, config: Wide):\n        self.config = config\n        return self\n", fails=True
    ),
    "set_again_by_the_base": besides(
        "", BASE + "\n    def use(self, config):\n        self.config = config\n        return self\n", fails=True
    ),
    "set_by_any_name": besides(
        "\n    def use(self, config, name='config'):\n        setattr(self, name, config)\n        return self\n",
        fails=True,
    ),
    "set_below": handed(
        WORK,
        BASE,
        'other.Other(kinds.Config("cuda")).run(1)',
        fails=True,
        other=BELOW,
    ),
    "set_below_in_a_package_that_names_it_in_many_files": handed(
        WORK,
        BASE,
        'other.Other(kinds.Config("cuda")).run(1)',
        fails=True,
        other=BELOW,
        **MANY,
    ),
    "set_of_an_object": elsewhere(
        PUT,
        "other.put().run(1)",
        fails=True,
    ),
    "set_by_name_in_a_package_that_names_it_in_many_files": handed(
        WORK,
        BASE,
        "other.put().run(1)",
        fails=True,
        other="from . import kinds, work\n\n\n" + BY_NAME,
        **MANY,
    ),
    "set_of_an_object_in_a_package_that_names_it_in_many_files": handed(
        WORK,
        BASE,
        "other.put().run(1)",
        fails=True,
        other="from . import kinds, work\n\n\n" + PUT,
        **MANY,
    ),
    "set_of_an_object_that_is_named_much_like_self": handed(
        WORK,
        BASE,
        "other.put().run(1)",
        fails=True,
        other="from . import kinds, work\n\n\n" + PUT.replace("made", "myself"),
        **MANY,
    ),
    "a_property": handed(
        WORK + PROPERTY,
        BASE,
        TRITON,
        fails=True,
    ),
    "a_property_of_a_class_below": handed(
        WORK,
        BASE,
        'other.Other(kinds.Config("cuda")).run(1)',
        fails=True,
        other="from .work import Work\nfrom .kinds import Wide\n\n\nclass Other(Work):\n    pass\n" + PROPERTY,
        **MANY,
    ),
}


class TestCases(PackageCases):
    cases = CASES
