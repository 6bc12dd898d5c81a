/** Captures of which tshark reads no packet, and what we count in them; each is argued in docs/corpora.md. */
export const ARGUED: ReadonlyMap<string, string> = new Map([
  // Neither reads a packet: we refuse the file with a sentence.
  ['libpcap/tests/pcap-invalid-version-1.pcap', 'refused'],
  ['libpcap/tests/pcapng-invalid-vers-1.pcapng', 'refused'],
  ['libpcap/tests/pcapng-invalid-vers-2.pcapng', 'refused'],
  // tshark refuses a file for an option of its first block that we do not read.
  ['libpcap/tests/shb-option-too-long.pcapng', '1/0/0/0/0'],
  // Link types tshark 4.0 does not open; we count the packets and say that we cannot look into them.
  ['tcpdump/tests/brcm-tag-prepend.pcap', '15/0/0/0/0'],
  ['tcpdump/tests/brcm-tag.pcap', '23/0/0/0/0'],
  ['tcpdump/tests/dsa-high-vid.pcap', '4/0/0/0/0'],
  ['tcpdump/tests/dsa.pcap', '8/0/0/0/0'],
  ['tcpdump/tests/edsa-high-vid.pcap', '4/0/0/0/0'],
  ['tcpdump/tests/edsa.pcap', '10/0/0/0/0'],
  ['tcpdump/tests/frf16_magic_ie-oobr.pcap', '1/0/0/0/0'],
  ['tcpdump/tests/hoobr_juniper3.pcap', '1/0/0/0/0'],
  ['tcpdump/tests/juniper_es_oobr.pcap', '1/0/0/0/0'],
  ['tcpdump/tests/kday6.pcap', '1/0/0/0/0'],
  ['tcpdump/tests/vtp_asan-2.pcap', '1/0/0/0/0'],
  ['tcpdump/tests/vtp_asan-3.pcap', '1/0/0/0/0'],
  ['tcpdump/tests/vtp_asan.pcap', '5/0/0/0/0'],
]);
