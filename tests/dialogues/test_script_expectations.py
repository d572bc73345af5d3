import pytest

from socket_workbench.dialogues.script_expectations import (
    Expect,
    ExpectAbsent,
    ExpectClose,
    ExpectNothing,
    ExpectSeveral,
    Match,
)


@pytest.mark.parametrize(
    ("step", "description"),
    [
        (Expect(Match.STARTS, "a"), "Expect something that starts with a"),
        (Expect(Match.ENDS, "a"), "Expect something that ends with a"),
        (Expect(Match.REGEX, "a+"), "Expect something that matches a+"),
        (Expect(Match.HEX, "0? ff"), "Expect 0? ff"),
        (Expect(Match.LENGTH, "12"), "Expect 12 bytes"),
        (ExpectSeveral((Expect(Match.EQUALS, "a"), Expect(Match.ANY))), "Expect one of: a, an"),
        (ExpectSeveral((Expect(Match.EQUALS, "a"),), True), "Expect in any order: a"),
        (ExpectAbsent(Expect(Match.EQUALS, "a"), 2), "Expect that a does not come for 2 s"),
        (ExpectNothing(0.5), "Expect nothing for 0.5 s"),
        (ExpectClose(), "Expect the peer to end the stream"),
    ],
)
def test_what_is_expected_is_told(step, description):
    assert step.describe().startswith(description)
