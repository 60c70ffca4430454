"""What of a file is analysed: all of it, or the functions in which something was found before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nsa_lint.model import UnboundRead

_MODULE = "<module>"


@dataclass(frozen=True, slots=True)
class Part:
    """Functions by their qualified names, the module among them as `<module>`; None: all.

    `own`: those whose reads of their own names count; `readers`: those whose reads of the module's names do.
    """

    own: frozenset[str] | None = None
    readers: frozenset[str] | None = None

    @classmethod
    def of(cls, found: Iterable[UnboundRead]) -> Part:
        """The functions in which these reads are."""
        reads = [*found]
        own = frozenset(each.function for each in reads if not each.of_module)
        readers = frozenset(each.function for each in reads if each.of_module)
        return cls(own, None if _MODULE in own else readers)  # what fails there is not reported of a reader, too

    def holds(self, function: str = _MODULE) -> bool:
        """Whether what a function, or the module, reads of its own names counts."""
        return self.own is None or function in self.own

    def has_reader(self, function: str) -> bool:
        """Whether what a function reads of the module's names counts."""
        return self.readers is None or function in self.readers

    @property
    def has_readers(self) -> bool:
        """Whether that of any function does."""
        return self.readers is None or bool(self.readers)


WHOLE = Part()
