import msgspec
import pytest

from socket_workbench.scenarios.model import ClientDocument, Scenario, ServerDocument, StepDocument


def test_steps_may_be_nested():
    step = msgspec.convert({"repeat": [{"send": "x"}, {"wait": "1s"}]}, StepDocument)

    assert step.repeat == [StepDocument(send="x"), StepDocument(wait="1s")]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (ServerDocument, {"endpoint": "x", "colour": "red"}),
        (ServerDocument, {"endpoint": "x", "name": ""}),
        (ClientDocument, {}),
        (StepDocument, {"expect": {"like": "x"}}),
        (Scenario, {"format": 1}),
    ],
)
def test_what_does_not_fit_is_refused(kind, content):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(content, kind)
