import subprocess
import sys
from pathlib import Path

import pytest

from socket_workbench import resources

CHECKOUT = Path(__file__).parents[1] / "resources"


def test_a_checkout_uses_its_own_resources():
    assert resources.resource_folder("scenarios") == CHECKOUT / "scenarios"


@pytest.mark.parametrize("name", ["icons", "scenarios", "styles", "translations"])
def test_the_folders_that_the_program_reads_are_there(name):
    assert any(resources.resource_folder(name).iterdir())


def test_an_installed_package_uses_the_resources_inside_it(tmp_path):
    package = tmp_path / "socket_workbench"
    (package / "resources" / "icons").mkdir(parents=True)
    (package / "__init__.py").touch()
    source = Path(resources.__file__).read_text("utf-8")
    (package / "resources.py").write_text(source, "utf-8")
    program = (
        "from socket_workbench.resources import resource_folder; print(resource_folder('icons'))"
    )

    result = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert Path(result.stdout.strip()).samefile(package / "resources" / "icons")
