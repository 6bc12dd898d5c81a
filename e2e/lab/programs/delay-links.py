"""Links that take time: a pair of TUN devices in two network namespaces and a queue between them.

usage: delay-links.py NAMESPACE_A:DEVICE_A:NAMESPACE_B:DEVICE_B:MILLISECONDS ...

Says "ready" on standard output once all devices exist; they vanish with this process. Written in Python because
Node has no ioctl. Order is kept within a direction: every packet of a link waits the same time.
"""

import collections
import ctypes
import fcntl
import os
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000
CLONE_NEWNET = 0x40000000
PACKET_BYTES = 65536

libc = ctypes.CDLL(None, use_errno=True)


def enter(namespace):
    with open("/run/netns/" + namespace) as handle:
        if libc.setns(handle.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "cannot enter " + namespace)


def open_device(namespace, name):
    enter(namespace)
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    return device


def forward(routes):
    queues = {source: collections.deque() for source in routes}
    sources = list(routes)
    while True:
        heads = [queue[0][0] for queue in queues.values() if queue]
        wait = max(0.0, min(heads) - time.monotonic()) if heads else None
        readable, _, _ = select.select(sources, [], [], wait)
        now = time.monotonic()
        for source in readable:
            try:
                while True:
                    packet = os.read(source, PACKET_BYTES)
                    queues[source].append((now + routes[source][1], packet))
            except OSError:
                pass  # drained, or the device is not up yet
        for source, queue in queues.items():
            while queue and queue[0][0] <= time.monotonic():
                try:
                    os.write(routes[source][0], queue.popleft()[1])
                except OSError:
                    pass  # the far end went down: the packet is lost, as on a real link


def main():
    routes = {}
    for link in sys.argv[1:]:
        namespace_a, device_a, namespace_b, device_b, milliseconds = link.split(":")
        end_a = open_device(namespace_a, device_a)
        end_b = open_device(namespace_b, device_b)
        routes[end_a] = (end_b, float(milliseconds) / 1000)
        routes[end_b] = (end_a, float(milliseconds) / 1000)
    print("ready", flush=True)
    forward(routes)


main()
