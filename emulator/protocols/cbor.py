"""A small CBOR codec (RFC 8949): what Smithy's RPC v2 uses of it, and no more."""

from __future__ import annotations

import math
import struct
from datetime import datetime
from typing import Any, Final

from emulator.protocols.http import Unreadable
from emulator.protocols.scalars import timestamp_of_number

DEEPEST: Final = 128

_BREAK: Final = object()
_INDEFINITE: Final = -1

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP, _TAG, _SIMPLE = range(8)


def decode(data: bytes) -> Any:
    """The one item that the bytes spell; a timestamp is a datetime, null and undefined are None."""
    decoder = _Decoder(data)
    item = decoder.item(0)
    if item is _BREAK:
        raise Unreadable("a break outside of anything")
    if decoder.position != len(data):
        raise Unreadable("the body goes on after its end")
    return item


class _Decoder:
    __slots__ = ("data", "position")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, count: int) -> bytes:
        start, end = self.position, self.position + count
        if end > len(self.data):
            raise Unreadable("the body ends too early")
        self.position = end
        return self.data[start:end]

    def item(self, depth: int) -> Any:
        if depth > DEEPEST:
            raise Unreadable("the body is nested too deeply")
        initial = self.take(1)[0]
        major, info = initial >> 5, initial & 31
        if major == _SIMPLE:
            return self.simple(info)
        argument = self.argument(major, info)
        if major == _UNSIGNED:
            return argument
        if major == _NEGATIVE:
            return -1 - argument
        if major == _BYTES:
            return self.chunks(_BYTES) if argument == _INDEFINITE else self.take(argument)
        if major == _TEXT:
            raw = self.chunks(_TEXT) if argument == _INDEFINITE else self.take(argument)
            try:
                return raw.decode("utf-8")
            except UnicodeDecodeError:
                raise Unreadable("a string that is not UTF-8") from None
        if major == _ARRAY:
            return self.array(argument, depth)
        if major == _MAP:
            return self.map(argument, depth)
        return self.tagged(argument, depth)

    def argument(self, major: int, info: int) -> int:
        if info < 24:
            return info
        if info < 28:
            return int.from_bytes(self.take(1 << (info - 24)), "big")
        if info == 31 and major in (_BYTES, _TEXT, _ARRAY, _MAP):
            return _INDEFINITE
        raise Unreadable("not CBOR")

    def simple(self, info: int) -> Any:
        if info == 20 or info == 21:
            return info == 21
        if info == 22 or info == 23:
            return None
        if info == 25:
            return struct.unpack(">e", self.take(2))[0]
        if info == 26:
            return struct.unpack(">f", self.take(4))[0]
        if info == 27:
            return struct.unpack(">d", self.take(8))[0]
        if info == 31:
            return _BREAK
        raise Unreadable("a simple value without meaning")

    def chunks(self, major: int) -> bytes:
        found: list[bytes] = []
        while True:
            initial = self.take(1)[0]
            if initial == 0xFF:
                return b"".join(found)
            length = self.argument(initial >> 5, initial & 31)
            if initial >> 5 != major or length == _INDEFINITE:
                raise Unreadable("a string in pieces of another kind")
            found.append(self.take(length))

    def array(self, count: int, depth: int) -> list[Any]:
        values: list[Any] = []
        # The count is the client's word only: nothing is set aside for it.
        while len(values) != count:
            value = self.item(depth + 1)
            if value is _BREAK:
                if count == _INDEFINITE:
                    break
                raise Unreadable("a list that ends too early")
            values.append(value)
        return values

    def map(self, count: int, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        read = 0
        while read != count:
            key = self.item(depth + 1)
            if key is _BREAK and count == _INDEFINITE:
                break
            if key.__class__ is not str:
                raise Unreadable("a key that is not a string")
            value = self.item(depth + 1)
            if value is _BREAK:
                raise Unreadable("a key without a value")
            values[key] = value
            read += 1
        return values

    def tagged(self, tag: int, depth: int) -> datetime:
        value = self.item(depth + 1)
        if tag != 1:
            raise Unreadable(f"tag {tag} has no place here")
        if value.__class__ is int or (value.__class__ is float and math.isfinite(value)):
            return timestamp_of_number(value)
        raise Unreadable("a timestamp that is not a number")


def write_head(out: bytearray, major: int, argument: int) -> None:
    if argument < 24:
        out.append(major << 5 | argument)
        return
    for power, limit in enumerate((1 << 8, 1 << 16, 1 << 32, 1 << 64)):
        if argument < limit:
            out.append(major << 5 | 24 + power)
            out += argument.to_bytes(1 << power, "big")
            return
    raise OverflowError(argument)


def write_integer(out: bytearray, value: int) -> None:
    if value >= 0:
        write_head(out, _UNSIGNED, value)
    else:
        write_head(out, _NEGATIVE, -1 - value)


def write_double(out: bytearray, value: float) -> None:
    out += struct.pack(">Bd", 0xFB, value)


def write_boolean(out: bytearray, value: bool) -> None:
    out.append(0xF5 if value else 0xF4)


def write_bytes(out: bytearray, value: bytes) -> None:
    write_head(out, _BYTES, len(value))
    out += value


def write_text(out: bytearray, value: str) -> None:
    raw = value.encode()
    write_head(out, _TEXT, len(raw))
    out += raw


def write_array(out: bytearray, count: int) -> None:
    write_head(out, _ARRAY, count)


def write_map(out: bytearray, count: int) -> None:
    write_head(out, _MAP, count)


def write_timestamp(out: bytearray, seconds: float) -> None:
    write_head(out, _TAG, 1)
    if isinstance(seconds, int):
        write_integer(out, seconds)
    else:
        write_double(out, seconds)
