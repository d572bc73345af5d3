"""The results of scenarios in the XML format of JUnit, as build servers read it.

There is no standard. What is written here satisfies the two schemas that are in use: that of the
Jenkins plugin and that of Ant's reports (`JUnit.xsd`), which is the stricter one: it allows
`testsuites` no attributes, and needs the empty elements.
"""

import socket
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from xml.etree import ElementTree as ET

from socket_workbench.language import tr
from socket_workbench.payload.harmless import harmless

PASSED, FAILED, ERROR, SKIPPED = "passed", "failed", "error", "skipped"


class Outcome(NamedTuple):
    """How one run of a scenario ended.

    Attributes:
        name: the scenario, with the number of the repetition where there are several.
        folder: where it is from.
        verdict: `PASSED`, `FAILED`, `ERROR` (it could not be run) or `SKIPPED`.
        reasons: sentences that say why it did not pass.
        seconds: how long it took.
        is_unreachable: whether it failed because something could not listen or connect.
    """

    name: str
    folder: str
    verdict: str
    reasons: tuple[str, ...] = ()
    seconds: float = 0.0
    is_unreachable: bool = False


def junit_report(outcomes: Sequence[Outcome], begun: datetime, seconds: float) -> bytes:
    """Return a report with one suite, and a test case for each outcome.

    Args:
        outcomes: what was run, or was to be.
        begun: when the first run began.
        seconds: how long all of them took.
    """
    root = ET.Element("testsuites")
    suite = ET.SubElement(
        root,
        "testsuite",
        name="socket-workbench",
        package="socket-workbench",
        id="0",
        timestamp=begun.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        hostname=harmless(socket.gethostname()) or "localhost",
        tests=str(len(outcomes)),
        failures=_count(outcomes, FAILED),
        errors=_count(outcomes, ERROR),
        skipped=_count(outcomes, SKIPPED),
        time=f"{seconds:.3f}",
    )
    ET.SubElement(suite, "properties")
    for outcome in outcomes:
        _add_case(suite, outcome)
    ET.SubElement(suite, "system-out")
    ET.SubElement(suite, "system-err")
    ET.indent(root)
    report: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return report + b"\n"


def _count(outcomes: Sequence[Outcome], verdict: str) -> str:
    return str(sum(outcome.verdict == verdict for outcome in outcomes))


def _add_case(suite: ET.Element, outcome: Outcome) -> None:
    case = ET.SubElement(
        suite,
        "testcase",
        name=harmless(outcome.name),
        classname=harmless(outcome.folder),
        time=f"{outcome.seconds:.3f}",
    )
    # XML 1.0 has no control characters, however they are written.
    reasons = [harmless(reason) for reason in outcome.reasons] or [tr("No reason is known.")]
    if outcome.verdict in (FAILED, ERROR):
        element = "failure" if outcome.verdict == FAILED else "error"
        kind = "expectation" if outcome.verdict == FAILED else "document"
        told = ET.SubElement(case, element, message=reasons[0], type=kind)
        told.text = "\n".join(reasons)
    elif outcome.verdict == SKIPPED:
        ET.SubElement(case, "skipped", message=reasons[0])
