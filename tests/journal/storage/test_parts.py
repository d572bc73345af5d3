import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socket_workbench.journal.storage.parts import BESIDE, beside, left_behind, uri

NAMES = st.one_of(
    st.sampled_from(
        [":memory:", "file::memory:", "file:a?mode=memory", "a?mode=memory&cache=shared", "%41#b"]
    ),
    st.text(st.sampled_from(":?#%&=+ ;file'\"\\\n\udcff\u202eä*"), min_size=1, max_size=20),
).filter(lambda name: name not in (".", ".."))


@given(NAMES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_name_is_a_name_whatever_is_in_it(tmp_path, name):
    path = tmp_path / name
    path.touch()
    with closing(sqlite3.connect(uri(path, "mode=rw"), uri=True)) as database:
        database.execute("CREATE TABLE t (a)")
    assert path.stat().st_size > 0
    path.unlink()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("end", BESIDE)
def test_what_lies_beside_a_name_is_found(tmp_path, end):
    path = tmp_path / "a.swb"
    assert left_behind(path) is None
    part = beside(path, end)
    assert part == Path(f"{path}{end}")
    part.symlink_to("nowhere")
    assert left_behind(path) == part
    part.unlink()
    part.mkdir()
    assert left_behind(path) == part
