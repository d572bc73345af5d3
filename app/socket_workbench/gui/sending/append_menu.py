"""The menu of what a send bar appends: nothing, a length, or a checksum."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from socket_workbench.gui.looks.plain import plain_title
from socket_workbench.gui.sending.appended import FORMS, LENGTH_BITS, Appended, form_words
from socket_workbench.language import tr, trn
from socket_workbench.values.checksums import all_checksums

_FAMILIES = ("CRC-8", "CRC-16", "CRC-32", "CRC-64")


class AppendChoices(QObject):
    """Fills a menu with what can be appended, and the forms in which numbers are written.

    Args:
        menu: the menu; becomes the parent.

    Signals:
        chosen(Appended): something else was chosen.
    """

    chosen = Signal(object)

    def __init__(self, menu: QMenu) -> None:
        super().__init__(menu)
        self._menu = menu
        self._appended = Appended()
        self._digests = {one.name for one in all_checksums() if one.is_digest}
        self._whats = QActionGroup(self)
        self._forms = QActionGroup(self)
        self._fill()
        self._whats.triggered.connect(self._on_what_triggered)
        self._forms.triggered.connect(self._on_form_triggered)

    def _fill(self) -> None:
        self._add(self._menu, tr("Nothing"), "")
        lengths = self._menu.addMenu(tr("Length"))
        for bits in LENGTH_BITS:
            size = bits // 8
            title = trn("{count} byte", "{count} bytes", size)
            self._add(lengths, title, f"length{bits}")
        known = [one.name for one in all_checksums()]
        crcs = [name for name in known if name.startswith("CRC-")]
        self._add_names(tr("Sums"), [n for n in known if n not in crcs and n not in self._digests])
        for family in _FAMILIES:
            self._add_names(family, [name for name in crcs if name.startswith(f"{family}/")])
        self._add_names(tr("Digests"), [name for name in known if name in self._digests])
        self._menu.addSeparator()
        for form in FORMS:
            words = form_words(form)
            action = self._forms.addAction(words[:1].upper() + words[1:])
            action.setCheckable(True)
            action.setData(form)
            self._menu.addAction(action)

    def _add_names(self, title: str, names: Iterable[str]) -> None:
        found = list(names)
        if found:
            menu = self._menu.addMenu(title)
            for name in found:
                self._add(menu, name, name)

    def _add(self, menu: QMenu, title: str, what: str) -> None:
        action = self._whats.addAction(plain_title(title))
        action.setCheckable(True)
        action.setData(what)
        menu.addAction(action)

    def show_appended(self, appended: Appended) -> None:
        """Check the entries of what is appended."""
        self._appended = appended
        for action in self._whats.actions():
            action.setChecked(action.data() == appended.what)
        is_digest = appended.what in self._digests
        for action in self._forms.actions():
            action.setChecked(action.data() == appended.form)
            # The bytes of a digest have one order.
            has_order = not str(action.data()).endswith("le")
            action.setEnabled(bool(appended.what) and (has_order or not is_digest))

    @Slot(QAction)
    def _on_what_triggered(self, action: QAction) -> None:
        form = self._appended.form
        if action.data() in self._digests:
            form = {"le": "be", "hex-le": "hex"}.get(form, form)
        self._choose(Appended(action.data(), form))

    @Slot(QAction)
    def _on_form_triggered(self, action: QAction) -> None:
        self._choose(Appended(self._appended.what, action.data()))

    def _choose(self, appended: Appended) -> None:
        if appended != self._appended:
            self.show_appended(appended)
            self.chosen.emit(appended)
