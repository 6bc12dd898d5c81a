"""Settings of one network namespace, from inside it: kernel values, and offloads off.

usage (inside the namespace): configure-namespace.py key=value ... offload-off:DEVICE ...

Offloads off means what a capture shows is what crosses the wire: no 64 kB segments, no unfinished checksums.
A key that starts with ? may be unknown to older kernels.
"""

import array
import fcntl
import socket
import struct
import sys

SIOCETHTOOL = 0x8946
SET_SEGMENTATION_TCP = 0x1F
SET_SEGMENTATION = 0x24
SET_RECEIVE_AGGREGATION = 0x2C
SET_TRANSMIT_CHECKSUM = 0x17


def write_value(setting):
    key, value = setting.split("=", 1)
    optional = key.startswith("?")
    try:
        with open("/proc/sys/" + key.lstrip("?").replace(".", "/"), "w") as handle:
            handle.write(value)
    except OSError:
        if not optional:
            raise


def switch_off(device):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for command in (SET_SEGMENTATION_TCP, SET_SEGMENTATION, SET_RECEIVE_AGGREGATION, SET_TRANSMIT_CHECKSUM):
            value = array.array("B", struct.pack("II", command, 0))
            request = struct.pack("16sP16x", device.encode(), value.buffer_info()[0])
            fcntl.ioctl(control, SIOCETHTOOL, request)


for argument in sys.argv[1:]:
    if argument.startswith("offload-off:"):
        switch_off(argument.split(":", 1)[1])
    else:
        write_value(argument)
