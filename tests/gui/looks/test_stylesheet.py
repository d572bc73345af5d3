import re

import pytest

from socket_workbench.gui.looks.palette import DARK, LIGHT
from socket_workbench.gui.looks.stylesheet import stylesheet
from socket_workbench.resources import resource_folder


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda scheme: scheme.name)
def test_every_place_is_filled(scheme):
    text = stylesheet(scheme, 1.0)
    rules = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)

    assert "$" not in rules
    assert not re.search(r"\d+u\b", rules)
    assert scheme.accent in rules


def test_type_and_controls_scale_together():
    usual, large = stylesheet(LIGHT, 1.0), stylesheet(LIGHT, 1.5)

    assert "font-size: 12px" in usual
    assert "min-height: 28px" in usual
    assert "font-size: 18px" in large
    assert "min-height: 42px" in large
    assert "border-radius: 6px" in large


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda scheme: scheme.name)
def test_every_picture_it_names_is_there_in_the_right_color(scheme):
    names = set(re.findall(r"url\(looks:([^)]+)\)", stylesheet(scheme, 1.0)))

    assert names
    for name in names:
        picture = (resource_folder("icons") / name).read_text("utf-8")
        wanted = scheme.on_accent if name.endswith("check.svg") else scheme.dim
        assert f'stroke="{wanted}"' in picture
