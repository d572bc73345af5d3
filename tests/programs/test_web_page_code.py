from http import HTTPStatus
from typing import Any

import pytest

from socket_workbench.dialogues.registry import dialogue_kind
from socket_workbench.programs.web_page_code import CONSTANTS, DEFINITIONS

names: dict[str, Any] = {"HTTPStatus": HTTPStatus, "PAGE": b"page"}
exec("\n".join([*CONSTANTS, *DEFINITIONS]), names)


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"HEAD /x HTTP/1.0\n\n",
        b"GET /\n\n",
        b"GET  HTTP/1.1\r\n\r\n",
        b"PUT / HTTP/1.1\r\n\r\nbody",
        b"GET / HTTP/2\r\n\r\n",
        b"x" * 70_000,
        b"GET / HTTP/1.1\r\n" + b"x" * 70_000,
    ],
)
def test_responses_are_those_of_the_dialogue(request_):
    dialogue = dialogue_kind("web-page").build({"page": "page"})()
    status = names["judge"](request_)

    assert dialogue.received(request_)[0] == names["respond"](status, request_)


def test_half_a_request_is_waited_for():
    assert names["judge"](b"GET / HTTP/1.1\r\n") is None
