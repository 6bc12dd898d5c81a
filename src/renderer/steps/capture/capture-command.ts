/** The article's command with the control addresses added (docs/decisions). */
export const CAPTURE_COMMAND =
  'sudo tcpdump -i any -nn "net 104.192.141.0/24 or net 18.205.93.0/30" -w bitbucket.pcap';

/** The same with what Windows 10 and later bring along. */
export const CAPTURE_ON_WINDOWS = [
  'pktmon filter add -i 104.192.141.0/24',
  'pktmon filter add -i 18.205.93.0/30',
  'pktmon start --capture --pkt-size 0 --file-name bitbucket.etl',
  'pktmon stop',
  'pktmon etl2pcap bitbucket.etl --out bitbucket.pcapng',
].join('\n');
