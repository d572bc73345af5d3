import pytest

from socket_workbench.scenarios.doubts import doubts

HEAD = "format = 1\ntitle = 'C:\\new'\n[[clients]]\nendpoint = 'tcp://h:1'\n"


@pytest.fixture
def found(tmp_path):
    def run(steps):
        (tmp_path / "d.toml").write_text(f"{HEAD}steps = [{steps}]\n", "utf-8")
        return [(one.path, one.line, one.column) for one in doubts(tmp_path / "d.toml")]

    return run


@pytest.mark.parametrize(
    ("steps", "paths"),
    [
        (r'{ send = "C:\\new" }', ["clients[0].steps[0].send"]),
        (r"{ send = 'get d:\temp\x41' }", ["clients[0].steps[0].send"]),
        (r'{ set = { x = "c:\\new" } }', ["clients[0].steps[0].set.x"]),
        (r'{ expect = { one_of = ["a", "c:\\r"] } }', ["clients[0].steps[0].expect.one_of[1]"]),
        (r"{ send = 'C:\\new' }", []),
        (r'{ send = "C:\\\\new" }', []),
        (r'{ send = "a\\r\\nb: c\\n" }', []),
        (r'{ send = "Host:\\r\\n" }', []),
        (r'{ note = "C:\\new" }, { expect = { regex = "C:\\new" } }', []),
    ],
)
def test_a_path_whose_folders_became_escapes_is_doubted(found, steps, paths):
    assert [path for path, _, _ in found(steps)] == paths


def test_its_place_is_told(found):
    assert found("{ wait = '1s' },\n  { send = 'C:\\new' }") == [("clients[0].steps[1].send", 6, 5)]
