"""Free space, held against a search that tries every address."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.domain.ec2.cidrs import IPV4, IPV6, Cidr, must_parse, parse
from emulator.domain.ipam.pools.space import SortedNumbers, Space, ranges_of


@dataclass
class BruteForce:
    """The same questions, answered by trying everything."""

    cidr: Cidr
    taken: list[Cidr] = field(default_factory=list)

    def lowest(self, length: int, allowed: list[Cidr] | None = None, disallowed: tuple[Cidr, ...] = ()) -> Cidr | None:
        if length < self.cidr.length:
            return None
        size = 1 << (self.cidr.bits - length)
        addresses = None if allowed is None else {a for block in allowed for a in range(block.network, block.end)}
        for network in range(self.cidr.network, self.cidr.end, size):
            block = Cidr(self.cidr.family, network, length)
            if any(block.overlaps(other) for other in (*self.taken, *disallowed)):
                continue
            if addresses is None or all(address in addresses for address in range(block.network, block.end)):
                return block
        return None

    def is_free(self, block: Cidr) -> bool:
        return self.cidr.contains(block) and not any(block.overlaps(other) for other in self.taken)

    def free(self) -> int:
        return self.cidr.size - sum(block.size for block in self.taken)


ROOTS = [must_parse("10.1.2.0/26"), must_parse("0.0.0.0/26"), must_parse("255.255.255.192/26")]
ROOTS += [must_parse("2001:db8::/122"), must_parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffc0/122")]


def _inside(root: Cidr, offset: int, extra: int) -> Cidr:
    length = root.length + extra
    shift = root.bits - length
    return Cidr(root.family, (root.network + offset % root.size) >> shift << shift, length)


blocks = st.tuples(st.integers(0, 63), st.integers(0, 6))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("lowest"), st.integers(-1, 6)),
        st.tuples(st.just("take"), blocks),
        st.tuples(st.just("give back"), st.integers(0, 100)),
        st.tuples(
            st.just("within"), st.tuples(st.integers(0, 6), st.lists(blocks, max_size=3), st.lists(blocks, max_size=3))
        ),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ROOTS), steps)
def test_space_is_what_brute_force_finds(root: Cidr, steps: list[tuple[str, object]]) -> None:
    """Any sequence of takes, releases and restricted searches finds the same lowest blocks, and the same free size."""
    space, plain = Space(root), BruteForce(root)
    for what, value in steps:
        if what == "lowest":
            assert isinstance(value, int)
            found = space.lowest(root.length + value)
            assert found == plain.lowest(root.length + value)
        elif what == "take":
            found = _inside(root, *value)  # type: ignore[misc]
            assert space.is_free(found) == plain.is_free(found)
            found = found if plain.is_free(found) else None
        elif what == "within":
            extra, allowed, disallowed = value  # type: ignore[misc]
            yes = [_inside(root, *block) for block in allowed] or None
            no = tuple(_inside(root, *block) for block in disallowed)
            found = space.lowest_within(root.length + extra, ranges_of(root, yes, no))
            assert found == plain.lowest(root.length + extra, yes, no)
        else:
            assert isinstance(value, int)
            found = None
            if plain.taken:
                space.give_back(plain.taken.pop(value % len(plain.taken)))
        if found is not None:
            space.take(found)
            plain.taken.append(found)
        assert space.free_size == plain.free()
        assert space.is_whole == (not plain.taken)


@pytest.mark.parametrize(
    ("root", "length", "expected"),
    [
        ("0.0.0.0/0", 0, "0.0.0.0/0"),
        ("0.0.0.0/0", 32, "0.0.0.0/32"),
        ("10.0.0.7/32", 32, "10.0.0.7/32"),
        ("10.0.0.7/32", 31, None),
        ("::/0", 0, "::/0"),
        ("::/0", 128, "::/128"),
        ("2001:db8::1/128", 128, "2001:db8::1/128"),
    ],
)
def test_extreme_sizes(root: str, length: int, expected: str | None) -> None:
    """Whole families and single addresses."""
    cidr = must_parse(root)
    space = Space(cidr)
    found = space.lowest(length)
    assert (None if found is None else str(found)) == expected
    if found is not None:
        space.take(found)
        assert space.lowest(length) != found
        space.give_back(found)
        assert space.is_whole
        assert space.lowest_within(length, ranges_of(cidr, None, ())) == found


def test_taking_what_is_taken_is_our_bug() -> None:
    """The rules check first; the space itself does not give the same addresses twice."""
    space = Space(must_parse("10.0.0.0/24"))
    space.take(must_parse("10.0.0.0/25"))
    with pytest.raises(ValueError, match="not free"):
        space.take(must_parse("10.0.0.64/26"))


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 60))))
def test_sorted_numbers_are_a_sorted_set(steps: list[tuple[bool, int]]) -> None:
    """Adding and removing keep the order, whatever the size of the chunks."""
    numbers, plain = SortedNumbers(), set[int]()
    for add, number in steps:
        if add and number not in plain:
            numbers.add(number)
            plain.add(number)
        elif not add:
            assert numbers.discard(number) == (number in plain)
            plain.discard(number)
    assert list(numbers) == sorted(plain)
    assert len(numbers) == len(plain)
    for number in range(62):
        assert numbers.first_from(number) == min((other for other in plain if other >= number), default=None)
        assert (number in numbers) == (number in plain)


def test_sorted_numbers_in_many_chunks() -> None:
    """Ten thousand numbers, taken away in another order."""
    numbers = SortedNumbers()
    order = [number * 7919 % 10_007 for number in range(10_007)]
    for number in order:
        numbers.add(number)
    assert list(numbers) == sorted(order)
    for number in order[:9_000]:
        assert numbers.discard(number)
    assert list(numbers) == sorted(order[9_000:])
    assert numbers.firsts[0] == min(order[9_000:])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.0.0.1/8", "10.0.0.0/8"),
        ("2001:DB8::1/32", "2001:db8::/32"),
        ("10.0.0.0", None),
        ("10.0.0.0/", None),
        ("10.0.0.0/33", None),
        ("10.0.0.0/255.0.0.0", None),
        ("10.0.0/8", None),
        ("fe80::1%eth0/64", None),
        ("::/129", None),
        ("", None),
        ("/8", None),
        ("10.0.0.0/٨", None),
    ],
)
def test_cidrs_are_read(text: str, expected: str | None) -> None:
    """A network and a prefix length, host bits cleared; nothing else is a CIDR."""
    found = parse(text)
    assert (None if found is None else str(found)) == expected


def test_families_are_apart() -> None:
    """A block contains and overlaps blocks of its own family only."""
    assert not Cidr(IPV4, 0, 0).overlaps(Cidr(IPV6, 0, 0))
    assert ranges_of(Cidr(IPV4, 0, 0), [Cidr(IPV6, 0, 0)], ()) == []
