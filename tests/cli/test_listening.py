"""The socket that the emulator listens on."""

import asyncio
import socket

import pytest

from emulator.listening import listen


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_answer_does_not_wait_for_the_other_side(host: str) -> None:
    """asyncio turns Nagle's algorithm off at its connections: 40 ms and more for each call otherwise."""
    delayed: list[int] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = writer.get_extra_info("socket")
        delayed.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async def connect() -> None:
        listener = listen(host, 0)
        async with await asyncio.start_server(answer, sock=listener):
            reader, writer = await asyncio.open_connection(*listener.getsockname()[:2])
            await reader.read()
            writer.close()

    asyncio.run(connect())
    assert delayed == [1]
