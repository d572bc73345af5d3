"""Formats amounts and times for people."""

from socket_workbench.language import tr, trn

_LEAST_MILLISECOND = 0.0009995
_LEAST_TENTH = 0.095
_SECONDS_OF_MINUTE = 60
_SECONDS_OF_HOUR = 3600
_SECONDS_OF_DAY = 86400
_WIDEST_SECONDS = 99.95
_WIDEST_MINUTES = 100
_WIDEST_HOURS = 100


def byte_size(count: int) -> str:
    """Return a size with up to three digits: `21 B`, `1.2 MB`; a kB is 1,000 bytes."""
    if count < 1000:
        return tr("{number} B", number=count)
    value = float(count)
    for text in (
        tr("{number} kB"),
        tr("{number} MB"),
        tr("{number} GB"),
        tr("{number} TB"),
    ):
        value /= 1000
        # 999.95 would be formatted as 1000.0.
        if value < 999.5:
            return text.format(number=_short(value))
    return tr("{number} PB", number=_short(value / 1000))


def byte_count(count: int) -> str:
    """Return an exact count: `1 byte`, `6 bytes`."""
    return trn("{count} byte", "{count} bytes", count)


def byte_rate(bytes_per_second: float) -> str:
    """Return a rate: `1.2 MB/s`."""
    return tr("{size}/s", size=byte_size(round(bytes_per_second)))


def duration(seconds: float) -> str:
    """Return a time span: `0.4 ms`, `3.2 s`, `12 s`, `4 min 05 s`, `2 h 10 min`, `3 d 4 h`."""
    if seconds < _LEAST_TENTH:
        return tr("{number} ms", number=_short(seconds * 1000))
    if round(seconds) < _SECONDS_OF_MINUTE:
        return tr("{number} s", number=_short(seconds))
    whole = round(seconds)
    if whole < _SECONDS_OF_HOUR:
        minutes, rest = divmod(whole, _SECONDS_OF_MINUTE)
        return tr("{minutes} min {seconds} s", minutes=minutes, seconds=f"{rest:02}")
    if whole < _SECONDS_OF_DAY:
        hours, rest = divmod(whole, _SECONDS_OF_HOUR)
        minutes = rest // _SECONDS_OF_MINUTE
        return tr("{hours} h {minutes} min", hours=hours, minutes=f"{minutes:02}")
    days, rest = divmod(whole, _SECONDS_OF_DAY)
    return tr("{days} d {hours} h", days=days, hours=rest // _SECONDS_OF_HOUR)


def waiting_time(seconds: float) -> str:
    """Return how long a call has been blocked, with the same number of characters for minutes.

    The length changes after 100 seconds, 100 minutes and 100 hours only: ` 0.8 s`, `12.4 s`,
    ` 1:40 min`, ` 1:40 h`, ` 4 d`. In a font with digits of equal width, nothing moves.
    """
    if seconds < _WIDEST_SECONDS:
        return tr("{number} s", number=f"{max(seconds, 0):4.1f}")
    minutes, rest = divmod(int(seconds), _SECONDS_OF_MINUTE)
    if minutes < _WIDEST_MINUTES:
        return tr("{number} min", number=f"{minutes:2}:{rest:02}")
    hours, minutes = divmod(minutes, _SECONDS_OF_MINUTE)
    if hours < _WIDEST_HOURS:
        return tr("{number} h", number=f"{hours:2}:{minutes:02}")
    return tr("{number} d", number=f"{hours // 24:2}")


def reply_time(seconds: float) -> str:
    """Return a reply time: `32 µs`, `1.4 ms`, `3.2 s`."""
    if seconds < _LEAST_MILLISECOND:
        return tr("{number} µs", number=f"{seconds * 1e6:.0f}")
    return duration(seconds)


def age(seconds: float) -> str:
    """Return an age in one unit: `0.4 s`, `12 s`, `4 min`, `2 h`."""
    whole = round(seconds)
    if whole < _SECONDS_OF_MINUTE:
        return tr("{number} s", number=_short(seconds))
    if whole < _SECONDS_OF_HOUR:
        return tr("{number} min", number=whole // _SECONDS_OF_MINUTE)
    if whole < _SECONDS_OF_DAY:
        return tr("{number} h", number=whole // _SECONDS_OF_HOUR)
    return tr("{number} d", number=whole // _SECONDS_OF_DAY)


def _short(value: float) -> str:
    return f"{value:.1f}" if value < 9.95 else f"{value:.0f}"
