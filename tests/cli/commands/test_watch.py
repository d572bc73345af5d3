from socket_workbench.cli.command_line import parse


def test_options_stand_before_the_program_and_its_own_behind_it():
    parsed = parse(["watch", "--json", "server.py", "--json", "--record", "x", "-v"])

    assert parsed.json
    assert parsed.record is None
    assert parsed.program == ["server.py", "--json", "--record", "x", "-v"]


def test_a_module_takes_the_place_of_a_file():
    parsed = parse(["watch", "--python", "python3.9", "-m", "http.server", "--bind", "::1", "80"])

    assert parsed.python == "python3.9"
    assert parsed.module == ["http.server", "--bind", "::1", "80"]
    assert parsed.program == []
