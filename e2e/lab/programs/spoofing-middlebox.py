"""A box on the way that forges resets in the server's name, with the server's own TTL.

usage (inside R1's namespace): spoofing-middlebox.py DEVICE EVERY_PORT AFTER_PACKETS

Watches DEVICE (towards home). Sessions to the anycast prefix whose client port is a multiple of EVERY_PORT get one
forged reset with acknowledgement after AFTER_PACKETS packets of the client. The forger copies the TTL that the
server's packets leave R1 with, but not what it cannot know or does not care for: timestamps, IP id, don't-fragment.
"""

import socket
import struct
import sys

DEVICE, EVERY_PORT, AFTER_PACKETS = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
SERVICE = bytes([104, 192, 141])
# Only a socket for every protocol is shown what this machine sends.
EVERY_PROTOCOL = 0x0003
IPV4 = 0x0800
SYN, RST, ACK = 0x02, 0x04, 0x10
OUTGOING = 4

watch = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(EVERY_PROTOCOL))
watch.bind((DEVICE, EVERY_PROTOCOL))
send = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)

packets_of = {}
ttl_of = {}
done = set()


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


def forge(server, client, server_port, client_port, sequence, acknowledgement, ttl):
    tcp = struct.pack("!HHIIBBHHH", server_port, client_port, sequence, acknowledgement, 5 << 4, RST | ACK, 502, 0, 0)
    pseudo = server + client + struct.pack("!BBH", 0, 6, len(tcp))
    tcp = tcp[:16] + struct.pack("!H", checksum(pseudo + tcp)) + tcp[18:]
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 40, 0x4D31, 0, ttl, 6, 0, server, client)
    send.sendto(ip + tcp, (socket.inet_ntoa(client), 0))


print("ready", flush=True)
while True:
    packet, (_, protocol, direction, _, _) = watch.recvfrom(65536)
    header = (packet[0] & 15) * 4
    if protocol != IPV4 or packet[9] != 6 or len(packet) < header + 20:
        continue
    source, destination, tcp = packet[12:16], packet[16:20], packet[header:]
    source_port, destination_port, sequence, acknowledgement = struct.unpack("!HHII", tcp[:12])
    flags = tcp[13]
    if direction == OUTGOING and source.startswith(SERVICE):
        if not flags & RST:
            ttl_of[(destination_port, source_port)] = packet[8]
        continue
    if direction == OUTGOING or not destination.startswith(SERVICE) or source_port % EVERY_PORT:
        continue
    flow = (source_port, destination_port)
    packets_of[flow] = packets_of.get(flow, 0) + 1
    if flow in done or packets_of[flow] <= AFTER_PACKETS or flow not in ttl_of or flags & (SYN | RST):
        continue
    done.add(flow)
    payload = struct.unpack("!H", packet[2:4])[0] - header - (tcp[12] >> 4) * 4
    end = (sequence + payload) & 0xFFFFFFFF
    forge(destination, source, destination_port, source_port, acknowledgement, end, ttl_of[flow])
