"""Why the admin API does not do what it was asked."""


class Refused(Exception):
    def __init__(self, status: int, message: str, expected: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.expected = expected
