"""Identifiers in AWS's formats, drawn from a seed: the same seed and the same calls give the same identifiers."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b

_HEX = bytes(b"0123456789abcdef"[value % 16] for value in range(256))
_DIGITS = bytes(b"0123456789"[value % 10] for value in range(256))
_LOWER = bytes(b"abcdefghijklmnopqrstuvwxyz0123456789"[value % 36] for value in range(256))
_UPPER = bytes(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[value % 36] for value in range(256))
_BASE64 = bytes(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[value % 64] for value in range(256))


class Identifiers:
    """A stream of identifiers. Its whole state is the seed and how many have been drawn."""

    __slots__ = ("drawn", "seed")

    def __init__(self, seed: int, drawn: int = 0) -> None:
        self.seed = seed
        self.drawn = drawn

    def octets(self, count: int) -> bytes:
        """The next `count` bytes, at most 64."""
        self.drawn += 1
        return blake2b(b"%d/%d" % (self.seed, self.drawn), digest_size=count).digest()

    def hex(self, count: int) -> str:
        return self.octets(count).translate(_HEX).decode("ascii")

    def digits(self, count: int) -> str:
        return self.octets(count).translate(_DIGITS).decode("ascii")

    def lower(self, count: int) -> str:
        """Lower-case letters and digits."""
        return self.octets(count).translate(_LOWER).decode("ascii")

    def upper(self, count: int) -> str:
        """Upper-case letters and digits."""
        return self.octets(count).translate(_UPPER).decode("ascii")

    def base64(self, count: int) -> str:
        return self.octets(count).translate(_BASE64).decode("ascii")

    def uuid(self) -> str:
        text = self.octets(16).hex()
        return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-8{text[17:20]}-{text[20:]}"

    def under(self, prefix: str, drawn: str) -> str:
        """The identifier that begins with a prefix and goes on with what was drawn for it."""
        return prefix + drawn


class Foretold(Identifiers):
    """Identifiers of which some are known beforehand: a fixture names them. Only a world under construction has them.

    What is foretold for a prefix comes in its order, and None stands for one that is drawn after all.
    """

    __slots__ = ("_told",)

    def __init__(self, seed: int, drawn: int = 0) -> None:
        super().__init__(seed, drawn)
        self._told: dict[str, list[str | None]] = {}

    def tell(self, told: Mapping[str, Sequence[str | None]]) -> None:
        """What is wanted next, by prefix, in place of what was told before."""
        self._told = {prefix: list(wanted) for prefix, wanted in told.items()}

    def under(self, prefix: str, drawn: str) -> str:
        told = self._told.get(prefix)
        known = told.pop(0) if told else None
        return prefix + drawn if known is None else known
