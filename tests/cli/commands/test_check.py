import pytest

from socket_workbench.cli.command_line import parse

HEAD = 'format = 1\ntitle = "T"\n'


@pytest.fixture
def write(tmp_path):
    def file(name, text):
        (tmp_path / name).write_text(text, "utf-8")
        return str(tmp_path / name)

    return file


def test_a_file_without_mistakes_is_passed_in_silence(command, capsys, write):
    good = write("a.toml", HEAD + '[[servers]]\nendpoint = "tcp://127.0.0.1:0"\n')

    assert command("check", good) == 0
    assert capsys.readouterr().out == ""


def test_each_mistake_of_each_file_is_a_line(command, capsys, write, tmp_path):
    first = write("a.toml", HEAD + "[[servers]]\nendpoint = 'x'\nbackglog = 1\n")
    second = write("b.toml", "format = 1\ntitle = \n")
    missing = str(tmp_path / "no.toml")

    assert command("check", first, second, missing) == 2
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [
        f"{first}:4:1",
        f"{first}:5:1",
        f"{second}:2:9",
        missing,
    ]
    assert lines[1] == (
        f"{first}:5:1: servers[0].backglog: there is no such field; did you mean backlog?"
    )


def test_of_a_folder_each_file_is_checked_in_its_order(command, capsys, write, tmp_path):
    for name in ("10-b.toml", "2-a.toml"):
        write(name, HEAD + "x = 1\n[[servers]]\nendpoint = 'tcp://127.0.0.1:0'\n")
    write("notes.txt", "no scenario")
    good = tmp_path / "good"
    good.mkdir()
    (good / "a.toml").write_text(HEAD + "[[servers]]\nendpoint = 'tcp://127.0.0.1:0'\n", "utf-8")
    (tmp_path / "empty").mkdir()

    assert command("check", str(good)) == 0
    assert capsys.readouterr().out == ""
    assert command("check", str(tmp_path), str(tmp_path / "empty")) == 2
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0] for line in lines[:2]] == [
        f"{tmp_path / '2-a.toml'}:3:1",
        f"{tmp_path / '10-b.toml'}:3:1",
    ]
    assert lines[2:] == [f"The folder {tmp_path / 'empty'} has no scenario: no file ends in .toml."]


def test_run_tells_each_mistake_too(command, capsys, write):
    file = write("a.toml", HEAD + "x = 1\ny = 2\n[[servers]]\nendpoint = 'tcp://127.0.0.1:0'\n")

    assert command("run", file) == 2
    assert [line.split(": ")[1] for line in capsys.readouterr().err.splitlines()] == ["x", "y"]


def test_what_is_doubtful_is_told_and_no_mistake(tmp_path, capsys):
    file = tmp_path / "d.toml"
    file.write_text(
        "format = 1\ntitle = 'T'\n[variables]\nx = { type = 'number' }\n[[clients]]\n"
        "endpoint = 'tcp://h:{{x}}'\nsteps = [{ send = 'C:\\new' }]\n",
        "utf-8",
    )
    parsed = parse(["check", str(file)])

    assert parsed.command(parsed) == 0
    assert f"{file}:7:12: clients[0].steps[0].send: warning: " in capsys.readouterr().out
