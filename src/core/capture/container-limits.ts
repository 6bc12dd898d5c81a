/** Largest captured length libpcap and Wireshark accept for one packet of the link types that are decoded. */
export const MAX_PACKET_BYTES = 262144;
/** Wireshark's bound for one pcapng block (wiretap/pcapng.c); a longer one is damage. */
export const MAX_BLOCK_BYTES = 16777216;
/** The block type of an enhanced packet block (draft-ietf-opsawg-pcapng section 11.1), and its bytes without a packet. */
export const ENHANCED_PACKET = 6;
export const ENHANCED_PACKET_BYTES = 32;
/** Link type of an Ethernet frame (tcpdump.org/linktypes). */
export const ETHERNET = 1;
