"""The journal as a ring: so many entries, so many bytes; the rest is forgotten in order."""

from datetime import UTC, datetime

from emulator.domain.journal import Act, CallEntry, Journal

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def call(journal: Journal, octets: int = 0) -> CallEntry:
    entry = CallEntry(journal.next_number(), NOW, "id", "iam", "CreateUser", octets=octets)
    journal.record(entry)
    return entry


def numbers(journal: Journal) -> list[int]:
    return [entry.number for entry in journal.entries()]


def test_the_oldest_are_forgotten_by_number_and_by_size() -> None:
    """Whichever comes first; an entry that is larger than all of it stays alone."""
    journal = Journal(3, most_octets=100)
    for _ in range(4):
        call(journal)
    assert numbers(journal) == [2, 3, 4]
    call(journal, 60)
    call(journal, 40)
    assert numbers(journal) == [4, 5, 6]
    call(journal, 1)
    assert numbers(journal) == [6, 7]
    call(journal, 1_000)
    assert numbers(journal) == [8]
    journal.record(Act(journal.next_number(), NOW, "ipam", "made", "because"))
    assert numbers(journal) == [8, 9]
    call(journal)
    assert numbers(journal) == [9, 10]


def test_an_answer_counts_as_soon_as_it_is_known() -> None:
    """And leaves with its call; one whose call is forgotten already counts for nothing."""
    journal = Journal(10, most_octets=100)
    first, second = call(journal, 30), call(journal, 30)
    journal.enlarge(second, 30)
    assert numbers(journal) == [1, 2]
    journal.enlarge(second, 30)
    assert numbers(journal) == [2]
    journal.enlarge(first, 1_000)
    assert (numbers(journal), first.octets) == ([2], 30)
    copied = journal.copy()
    call(copied, 11)
    assert (numbers(copied), numbers(journal)) == ([3], [2])


def test_a_journal_may_keep_nothing() -> None:
    """The numbers go on."""
    journal = Journal(0)
    entry = call(journal, 10)
    journal.enlarge(entry, 10)
    assert (numbers(journal), journal.last_number) == ([], 1)
