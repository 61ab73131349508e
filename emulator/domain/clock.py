"""A world's time: wall time plus an offset, or frozen. Tests move it; nothing sleeps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

# Where clocks may be set to: what a call schedules must still be a date, and dates end with the year 9999.
LATEST: Final = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Clock:
    """Times are timezone-aware, in UTC."""

    wall: Callable[[], datetime]
    offset: timedelta = timedelta(0)
    frozen_at: datetime | None = None
    # while a call is answered, or something that has fallen due is done
    held_at: datetime | None = None

    def now(self) -> datetime:
        if self.held_at is not None:
            return self.held_at
        if self.frozen_at is not None:
            return self.frozen_at
        return self.wall() + self.offset

    def hold(self) -> datetime:
        """One call is one moment: until `release`, it is now."""
        self.held_at = self.now()
        return self.held_at

    def release(self) -> None:
        self.held_at = None

    @property
    def frozen(self) -> bool:
        return self.frozen_at is not None

    def freeze(self, at: datetime | None = None) -> None:
        """Hold time still, now or at the given moment."""
        self.frozen_at = self.now() if at is None else at

    def resume(self) -> None:
        """Let time run again, from where it stands."""
        if self.frozen_at is not None:
            self.offset = self.frozen_at - self.wall()
            self.frozen_at = None

    def advance(self, step: timedelta) -> None:
        """Move time by a step. Time never runs backwards, so the step is not negative."""
        if step < timedelta(0):
            raise ValueError("time does not run backwards")
        if self.frozen_at is not None:
            self.frozen_at += step
        else:
            self.offset += step
