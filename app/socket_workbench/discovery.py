"""Finds the records that the modules of a package declare.

A frozen program needs to be told of modules that no import statement names; packaging/frozen.spec
collects all of the program's.
"""

import pkgutil
from importlib import import_module
from typing import Protocol, TypeVar


class Ordered(Protocol):
    """A record that can be sorted.

    Attributes:
        order: sort key, ascending; equal ones are in the order of their modules' names.
    """

    @property
    def order(self) -> int:
        """The sort key."""


Record = TypeVar("Record", bound=Ordered)


def declared(package: str, name: str, kind: type[Record]) -> tuple[Record, ...]:
    """Import the modules of a package and return their records, in their order.

    Modules are found in a folder, in a zip file and in a frozen program alike; subpackages are not
    searched, and a module without the record is passed over.

    Args:
        package: the package's full name.
        name: what each module calls its record.
        kind: the record's type.

    Raises:
        TypeError: a module has something else of that name.
    """
    found = []
    modules = pkgutil.iter_modules(import_module(package).__path__)
    for module in sorted(module.name for module in modules if not module.ispkg):
        record = getattr(import_module(f"{package}.{module}"), name, None)
        if record is None:
            continue
        if not isinstance(record, kind):
            raise TypeError(f"{name} of {package}.{module} is no {kind.__name__}")
        found.append(record)
    return tuple(sorted(found, key=lambda record: record.order))
