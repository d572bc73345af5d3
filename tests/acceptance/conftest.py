"""The program as a person starts it."""

from pathlib import Path
from runpy import run_path

program = run_path(str(Path(__file__).parent / "program.py"))["program"]
