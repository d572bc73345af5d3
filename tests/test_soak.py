"""PySide6 on this very interpreter keeps its references: the reason for the pin on its version.

PySide6 6.12 on Python 3.11 loses a reference to None or True at each call or emission, and aborts
after some hundred of them. See docs/decisions/0001-pyside6-pin.md.
"""

import subprocess
import sys

PROGRAM = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

TIMES = 10_000

class Endpoint(QObject):
    changed = Signal(object)
    listening = Signal(bool)
    spoke = Signal(str)

    def __init__(self):
        super().__init__()
        self.seen = []
        for signal in (self.changed, self.listening, self.spoke):
            signal.connect(self.on_signal)

    @Slot(object)
    def on_signal(self, value):
        self.seen.append(value)

application = QCoreApplication([])
endpoint = Endpoint()
anything = object()
values = (None, True, False, "text", anything)
before = [sys.getrefcount(value) for value in values]
for _ in range(TIMES):
    for value in values:
        endpoint.setProperty("value", value)
        endpoint.property("value")
        endpoint.changed.emit(value)
    endpoint.setProperty("value", None)
    endpoint.blockSignals(True)
    endpoint.blockSignals(False)
    endpoint.setObjectName("text")
    endpoint.listening.emit(True)
    endpoint.spoke.emit("text")
    assert endpoint.seen == [*values, True, "text"], endpoint.seen
    endpoint.seen.clear()
drift = [sys.getrefcount(value) - then for value, then in zip(values, before)]
assert all(abs(change) < TIMES // 100 for change in drift), drift
print("kept")
"""


def test_ten_thousand_calls_and_emissions_keep_their_references():
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )

    assert (result.returncode, result.stdout, result.stderr) == (0, "kept\n", "")
