from socket_workbench.gui.widgets.file_writing import FileWriting, write_file


def test_a_file_is_written(qtbot, tmp_path):
    writing = FileWriting()
    path = tmp_path / "body.bin"
    with qtbot.waitSignal(writing.written) as told:
        writing.begin(path, b"\x00\xff")

    assert told.args == [str(path)]
    assert path.read_bytes() == b"\x00\xff"


def test_a_file_that_cannot_be_written_is_a_sentence(qtbot, tmp_path):
    writing = FileWriting()
    path = tmp_path / "missing" / "body.bin"
    with qtbot.waitSignal(writing.failed) as told:
        writing.begin(path, b"x")

    assert told.args == [
        f"{path} could not be written: No such file or directory. Choose another place."
    ]


def test_the_result_of_writing_is_empty_when_it_worked(tmp_path):
    assert write_file(tmp_path / "a", b"1") == ""
    assert "Is a directory" in write_file(tmp_path, b"1")
