"""A socket that listens, whose connections send what they have at once."""

import socket


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises OSError where the address cannot be had.

    asyncio turns Nagle's algorithm off only where a socket names TCP as its protocol, which those of `create_server` do
    not. With it on, the body of an answer waits 40 ms and more for the other side to acknowledge its headers.
    """
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    made = socket.create_server(address[:2], family=family)
    return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=made.detach())
