"""Writes the JSON Schema of scenarios, which is shipped. Run it as `make reference`."""

from pathlib import Path

from socket_workbench.scenarios.schema import scenario_schema

FILE = Path(__file__).parents[1] / "resources" / "schema" / "scenario.schema.json"

if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(scenario_schema(), encoding="utf-8", newline="\n")
    print(f"{FILE.name}: written.")
