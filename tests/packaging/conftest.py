import importlib.util
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"


@pytest.fixture(scope="session")
def load():
    """Imports a file of packaging/, which is no package."""

    def load(name):
        spec = importlib.util.spec_from_file_location(name, PACKAGING / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        if str(PACKAGING) not in sys.path:
            sys.path.append(str(PACKAGING))  # these files import each other by their names
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load
