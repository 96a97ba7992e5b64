"""Whom an IP address stands for."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

_A_HOUSEHOLD = 64
"""The prefix that one customer of a provider has at least to themselves."""


@lru_cache(maxsize=4_096)
def neighbours(host: str) -> str:
    """The address as limits count it: an IPv4 address itself, of IPv6 the network of 64 bits.

    What is no address, as of a local socket, counts as one.
    """
    try:
        address = ip_address(host)
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((address.packed, _A_HOUSEHOLD), strict=False))
