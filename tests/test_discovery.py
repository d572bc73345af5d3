import sys
import zipfile
from typing import NamedTuple

import pytest

from socket_workbench.discovery import declared


class Fruit(NamedTuple):
    name: str
    order: int


MODULES = {
    "__init__": "",
    "apple": "FRUIT = ('apple', 3)",
    "birch": "",
    "cherry": "FRUIT = ('cherry', 1)",
    "damson": "FRUIT = ('damson', 3)",
}


@pytest.fixture
def orchard(tmp_path, monkeypatch):
    """Write a package of these modules; returns its name."""

    def write(name, modules, *, as_zip=False):
        files = {
            f"{name}/{module}.py": text.replace("= (", "= __import__('orchard_fruit').Fruit(")
            for module, text in modules.items()
        }
        if as_zip:
            with zipfile.ZipFile(tmp_path / "orchard.zip", "w") as archive:
                for path, text in files.items():
                    archive.writestr(path, text)
        for path, text in files.items() if not as_zip else ():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
        monkeypatch.syspath_prepend(tmp_path / "orchard.zip" if as_zip else tmp_path)
        return name

    monkeypatch.setitem(sys.modules, "orchard_fruit", sys.modules[__name__])
    before = set(sys.modules)
    yield write
    for module in set(sys.modules) - before:
        del sys.modules[module]


@pytest.mark.parametrize("as_zip", [False, True])
def test_records_are_found_in_their_order_wherever_the_package_lies(orchard, as_zip):
    name = orchard("orchard", MODULES | {"wood/__init__": "FRUIT = 1"}, as_zip=as_zip)

    found = declared(name, "FRUIT", Fruit)
    assert [fruit.name for fruit in found] == ["cherry", "apple", "damson"]


def test_something_else_of_that_name_is_a_mistake(orchard):
    name = orchard("orchard", MODULES | {"elm": "FRUIT = 7"})

    with pytest.raises(TypeError, match=r"FRUIT of orchard\.elm is no Fruit"):
        declared(name, "FRUIT", Fruit)
