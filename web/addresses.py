"""Where a request comes from, as tries and log-ins are counted by it."""

from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import Request

#: What one subscriber is given of the newer addresses: all of it is one place.
_ONE_HOUSEHOLD = 64


def address_of(request: Request) -> str:
    """The place: an address, or of the newer kind the network of one subscriber.

    Behind a proxy it is what the proxy says, where its address is among the trusted ones
    (`HUTONG_TRUSTED_PROXIES`); what anybody else says of where they are is not looked at.
    """
    if request.client is None:
        return "-"
    try:
        address = ip_address(request.client.host.partition("%")[0])
    except ValueError:
        return request.client.host[:64]
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, _ONE_HOUSEHOLD), strict=False))
