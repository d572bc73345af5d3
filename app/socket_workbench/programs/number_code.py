"""The lines of the dialogues that calculate: exactly, with decimals."""

_QUOTE = '''
def quote(data: bytes) -> str:
    """Show bytes in quotation marks, with escapes where they are no printable text."""
    shown = "".join(map(escape, data[:244].decode("utf-8", "surrogateescape")))
    return f"'{shown[:60] + '...' if len(shown) > 60 else shown}'"
'''

_ESCAPE = '''
def escape(character: str) -> str:
    """Show one character; bytes that are not UTF-8 are lone surrogates here."""
    if character in NAMED:
        return NAMED[character]
    if character.isprintable():
        return character
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\\\x{code - 0xDC00:02x}"
    if code < 0x80:
        return f"\\\\x{code:02x}"
    if code <= 0xFFFF:
        return f"\\\\u{code:04x}"
    return "".join(f"\\\\x{byte:02x}" for byte in character.encode())
'''

_PARSE = '''
def parse(message: bytes) -> Decimal:
    """Read a number; white space and NUL bytes around it are ignored."""
    shown = message.strip(b"\\0 \\t\\r\\n\\v\\f")
    found = NUMBER.fullmatch(shown.decode("utf-8", "surrogateescape").strip())
    if found is None:
        raise ValueError(f"{quote(shown)} is not a number")
    # Checked before it is written out: 1e999999999 would fill the memory.
    is_short = len(found[0]) <= MOST_DIGITS + 20
    if is_short and abs(int(found[1] or 0)) <= 2 * MOST_DIGITS + 1:
        number = Decimal(found[0])
        _, digits, exponent = number.as_tuple()
        places = int(exponent)
        if max(len(digits) + places, 1) + max(-places, 0) <= MOST_DIGITS:
            return number
    raise ValueError(f"{quote(shown)} has more than {MOST_DIGITS:,} digits")
'''

_WRITE = '''
def write(number: Decimal) -> bytes:
    """Write a number in full, without insignificant zeros."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return b"0" if text == "-0" else text.encode()
'''

_EXACT = '''
def exact() -> Context:
    """Return a context in which nothing of a sum or a product is rounded."""
    return Context(prec=2 * MOST_DIGITS + 1, traps=[])
'''

QUOTING = (
    'NAMED = {"\\r": "\\\\r", "\\n": "\\\\n", "\\t": "\\\\t", "\\0": "\\\\0", "\\\\": "\\\\\\\\"}',
    _ESCAPE,
    _QUOTE,
)
"""Quoting what a peer has sent."""

NUMBERS = (
    *QUOTING,
    "MOST_DIGITS = 4000",
    'NUMBER = re.compile(r"[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE]([+-]?\\d+))?")',
    _PARSE,
    _WRITE,
    _EXACT,
)
"""Reading and writing numbers."""

SQUARE = '''
def answer(message: bytes) -> bytes:
    """Answer a number with its square."""
    try:
        number = parse(message)
    except ValueError as error:
        return f"error: {error}".encode()
    return write(exact().multiply(number, number))
'''

DIVIDE = '''
def divide(first: Decimal, second: Decimal) -> Decimal:
    """Return the quotient, rounded half even where it is not exact."""
    if not second:
        raise ValueError("division by zero")
    context = exact()
    quotient = context.divide(first, second)
    if not context.flags[Inexact]:
        return quotient
    # 28 significant digits, or ten decimals where the integer part is long.
    return Context(prec=max(28, quotient.adjusted() + 11)).divide(first, second)
'''

CALCULATE = '''
def answer(message: bytes) -> bytes:
    """Answer operator,first,second with the result."""
    parts = message.split(b",", 3)
    if len(parts) != 3:
        return b"error: expected operator,first,second"
    operators: dict[bytes, Callable[[Decimal, Decimal], Decimal]] = {
        b"add": exact().add,
        b"sub": exact().subtract,
        b"mul": exact().multiply,
        b"div": divide,
    }
    word = parts[0].strip(b"\\0 \\t\\r\\n\\v\\f")
    if word not in operators:
        expected = "expected add, sub, mul or div"
        return f"error: unknown operator {quote(word)}, {expected}".encode()
    try:
        return write(operators[word](parse(parts[1]), parse(parts[2])))
    except ValueError as error:
        return f"error: {error}".encode()
'''
