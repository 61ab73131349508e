"""From a world to JSON values. Every object says its class; one that stands in several places is written once.

{"$": "organizations.organization:Trust", "service_principal": "ipam.amazonaws.com", ...}
{"$": "time", "at": "2026-01-01T00:00:00+00:00"}
{"$": "same", "as": 7}                               the object that was written with "#": 7
"""

from base64 import b64encode
from collections import Counter, deque
from datetime import datetime, timedelta
from enum import Enum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any

from emulator.snapshots.classes import members_of, name_of

ADDRESSES = {kind.__name__: kind for kind in (IPv4Address, IPv4Network, IPv6Address, IPv6Network)}
_PLAIN = frozenset({str, int, float, bool, type(None)})


def write(root: object) -> Any:
    """The object and everything in it as JSON can say it."""
    return _Writer(root).node(root)


class _Writer:
    def __init__(self, root: object) -> None:
        self._meetings: Counter[int] = Counter()
        # what is met stays alive, so that a number stands for one object
        self._met: list[object] = []
        self._numbers: dict[int, int] = {}
        self._meet(root)

    def _meet(self, value: Any) -> None:
        """Count in how many places each object stands."""
        kind: type = type(value)
        if kind in _PLAIN or isinstance(value, (Enum, bytes, datetime, timedelta)) or kind.__name__ in ADDRESSES:
            return
        if not _is_value(kind):
            self._meetings[id(value)] += 1
            if self._meetings[id(value)] > 1:
                return
            self._met.append(value)
        if kind in (dict, Counter):
            for key, one in value.items():
                self._meet(key)
                self._meet(one)
        elif kind in (list, tuple, set, frozenset, deque):
            for one in value:
                self._meet(one)
        else:
            name_of(kind)
            for name in members_of(kind):
                self._meet(getattr(value, name))

    def node(self, value: Any) -> Any:
        kind = type(value)
        if kind in _PLAIN:
            return value
        if isinstance(value, Enum):
            return {"$": name_of(kind), "is": value.name}
        if isinstance(value, datetime):
            return {"$": "time", "at": value.isoformat()}
        if isinstance(value, timedelta):
            return {"$": "period", "us": value // timedelta(microseconds=1)}
        if kind is bytes:
            return {"$": "octets", "base64": b64encode(value).decode("ascii")}
        if kind.__name__ in ADDRESSES:
            return {"$": kind.__name__, "is": str(value)}
        shared = not _is_value(kind) and self._meetings[id(value)] > 1
        if not shared:
            return [self.node(one) for one in value] if kind is list else self._whole(value, kind)
        if id(value) in self._numbers:
            return {"$": "same", "as": self._numbers[id(value)]}
        number = self._numbers[id(value)] = len(self._numbers) + 1
        whole = self._whole(value, kind)
        return {"$": whole.pop("$"), "#": number, **whole}

    def _whole(self, value: Any, kind: type) -> dict[str, Any]:
        if kind is dict or kind is Counter:
            if all(type(key) is str for key in value):
                return {"$": kind.__name__, "of": {key: self.node(one) for key, one in value.items()}}
            return {"$": kind.__name__, "pairs": [[self.node(key), self.node(one)] for key, one in value.items()]}
        if kind in (list, tuple):
            return {"$": kind.__name__, "of": [self.node(one) for one in value]}
        if kind in (set, frozenset):
            # the order of a set is not the same in every process; the file is
            return {"$": kind.__name__, "of": sorted((self.node(one) for one in value), key=repr)}
        if kind is deque:
            return {"$": "deque", "longest": value.maxlen, "of": [self.node(one) for one in value]}
        return {"$": name_of(kind), **{name: self.node(getattr(value, name)) for name in members_of(kind)}}


def _is_value(kind: type) -> bool:
    """Whether it is never asked which of two equal ones an object is."""
    parameters = getattr(kind, "__dataclass_params__", None)
    return issubclass(kind, (tuple, frozenset)) or (parameters is not None and bool(parameters.frozen))
