"""The wire tests' server serves the other clients too."""

from tests.wire.conftest import aws, make_aws, server

__all__ = ["aws", "make_aws", "server"]
