from PySide6.QtCore import QMimeData, QUrl

from socket_workbench.gui.sending.dropped import dropped_files


def test_files_are_told_from_text_and_other_places():
    data = QMimeData()
    data.setText("/tmp/a")
    assert dropped_files(data) == []

    data.setUrls([QUrl("http://example.org/"), QUrl.fromLocalFile("/tmp/ä b")])
    assert dropped_files(data) == ["/tmp/ä b"]
