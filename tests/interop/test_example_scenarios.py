"""Protocols that are written as documents, against programs that others wrote."""

import poplib
import smtplib
import socket
from email.message import EmailMessage
from functools import reduce
from operator import xor
from pathlib import Path

import pytest
from pymodbus import FramerType
from pymodbus.client import ModbusTcpClient

from socket_workbench.scenarios.load import load_scenario

EXAMPLES = Path(__file__).parents[2] / "examples" / "scenarios"
PATIENCE = 40


@pytest.mark.parametrize("file", sorted(EXAMPLES.iterdir()), ids=lambda file: file.name)
def test_every_example_is_right(file):
    assert file.name.endswith(".scenario.toml")
    scenario = load_scenario(file)

    assert scenario.title
    assert scenario.summary


@pytest.fixture
def serve(program):
    """Runs an example at a free port; returns the program and the port."""

    def serve(name):
        running = program.start("run", EXAMPLES / f"{name}.scenario.toml", "--at", "127.0.0.1:0")
        return running, running.port()

    return serve


def lines_of(port):
    peer = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    return peer, peer.makefile("rwb", buffering=0)


def test_mail_is_received_from_smtplib(serve):
    server, port = serve("smtp-receiver")
    message = EmailMessage()
    message["From"], message["To"] = "a@example.org", "b@example.org"
    message.set_content("Hello\n.\nmore")

    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as client:
        assert client.ehlo("tester")[1] == b"test.invalid greets tester\n8BITMIME\nSIZE 1000000"
        assert client.send_message(message) == {}
        assert client.docmd("NONSENSE") == (500, b"command not recognized")
    server.until("rule 1 of state data, then state command")


def test_mail_is_received_from_swaks(serve, tools):
    _, port = serve("smtp-receiver")
    words = ("--server", f"127.0.0.1:{port}", "--from", "a@example.org", "--to", "b@example.org")

    talk = tools.run("swaks", *words)

    assert b"<-  250 queued as " in talk
    assert b"<-  221 bye" in talk


def test_poplib_reads_the_message(serve):
    _, port = serve("pop3-mailbox")
    client = poplib.POP3("127.0.0.1", port, timeout=PATIENCE)

    client.user("you")
    with pytest.raises(poplib.error_proto, match="wrong password"):
        client.pass_("no")
    client.user("you")
    client.pass_("secret")
    assert client.stat() == (1, 51)
    _, lines, _ = client.retr(1)
    assert lines == [b"From: a@example.org", b"Subject: Hello", b"", b"A message."]
    assert sum(len(line) + 2 for line in lines) == 51
    assert client.quit().startswith(b"+OK")


@pytest.mark.parametrize("options", [(), ("--disable-epsv",)], ids=["EPSV", "PASV"])
def test_curl_fetches_by_passive_ftp(program, tools, tmp_path, options):
    with socket.create_server(("127.0.0.1", 0)) as free:
        data_port = str(free.getsockname()[1])
    text = (EXAMPLES / "ftp-passive.scenario.toml").read_text("utf-8")
    file = tmp_path / "ftp.scenario.toml"
    file.write_text(text.replace("2122", data_port), "utf-8")
    port = program.start("run", file, "--at", "127.0.0.1:0").port()

    content = tools.run("curl", "-s", *options, f"ftp://127.0.0.1:{port}/hello.txt")

    assert content == b"Hello from a script.\n"


def test_curl_sends_two_requests_on_one_connection(serve, tools):
    _, port = serve("http-keep-alive")
    urls = [f"http://127.0.0.1:{port}/{name}" for name in "ab"]

    assert tools.run("curl", "-s", *urls) == b"a is request 1\nb is request 2\n"
    assert tools.run("wget", "-qO-", urls[0]) == b"a is request 1\n"


def test_redis_cli_sets_and_gets(serve, tools):
    _, port = serve("redis-one-key")

    def redis(*words):
        return tools.run("redis-cli", "-p", str(port), *words).strip()

    assert redis("PING") == b"PONG"
    assert redis("SET", "name", "two words") == b"OK"
    assert redis("GET", "name") == b"two words"
    assert redis("GET", "other") == b""
    assert b"unknown command" in redis("DEL", "name")


@pytest.mark.parametrize("name", ["modbus-tcp", "modbus-rtu-over-tcp"])
def test_pymodbus_reads_registers(serve, name):
    is_rtu = name != "modbus-tcp"
    framer = FramerType.RTU if is_rtu else FramerType.SOCKET
    _, port = serve(name)
    client = ModbusTcpClient("127.0.0.1", port=port, framer=framer, timeout=PATIENCE)
    try:
        assert client.connect()
        if is_rtu:
            assert client.read_holding_registers(0, count=1, device_id=1).registers == [215]
            return
        for requests in (1, 2):
            temperature, count = client.read_holding_registers(0, count=2).registers
            assert 200 <= temperature <= 230
            assert count == requests
        assert client.read_coils(0, count=1).exception_code == 2
    finally:
        client.close()


def test_a_modbus_request_is_answered_byte_by_byte(serve):
    _, port = serve("modbus-tcp")
    peer, _ = lines_of(port)
    with peer:
        peer.sendall(bytes.fromhex("00 07 00 00 00 06 11 03 00 00 00 02"))
        answer = peer.recv(100)
        assert answer[:9] == bytes.fromhex("00 07 00 00 00 07 11 03 04")
        assert answer[-2:] == b"\0\1"
        peer.sendall(bytes.fromhex("00 08 00 00 00 06 11 01 00 00 00 01"))
        assert peer.recv(100) == bytes.fromhex("00 08 00 00 00 03 11 81 02")


def test_dig_gets_an_address(serve, tools):
    _, port = serve("dns-answer")

    def dig(*words):
        return tools.run("dig", "-p", str(port), "@127.0.0.1", "+short", *words)

    assert dig("example.org") == b"127.0.0.1\n"
    assert dig("example.org", "MX") == b""


def test_curl_reads_by_tftp(serve, tools):
    if b"tftp" not in tools.run("curl", "--version"):
        pytest.skip("this curl has no TFTP")
    server, port = serve("tftp-read")

    assert tools.run("curl", "-s", f"tftp://127.0.0.1:{port}/hello.txt") == b"Hello by TFTP.\n"
    server.until("the block has arrived")


def test_an_instrument_is_asked_and_set(serve):
    _, port = serve("scpi-instrument")
    peer, lines = lines_of(port)

    def ask(text):
        lines.write(text.encode() + b"\n")
        return lines.readline().decode().strip() if text.endswith("?") else ""

    with peer, lines:
        assert ask("*IDN?") == "Example,Voltmeter,0001,1.0"
        assert 11.9 <= float(ask("MEAS:VOLT?")) <= 12.1
        ask("VOLT:RANG 100")
        assert ask("VOLTAGE:RANGE?") == "100"
        ask("VOLT:RANG 2000")
        assert ask("SYST:ERR?").startswith("-222")
        assert ask("VOLT:RANG?") == "100"
        ask("NONSENSE")
        assert ask("SYST:ERR?").startswith("-113")
        assert ask("SYST:ERR?").startswith("0,")


def test_a_position_comes_with_its_checksum(serve):
    _, port = serve("nmea-receiver")
    peer, lines = lines_of(port)
    with peer, lines:
        for _ in range(2):
            sentence = lines.readline()
            assert sentence.startswith(b"$GPGGA,")
            assert sentence.endswith(b"\r\n")
            body, _, sum_ = sentence.strip()[1:].partition(b"*")
            assert int(sum_, 16) == reduce(xor, body)
