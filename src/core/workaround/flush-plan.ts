/** One cache of names on this system, and the program that empties it. */
export interface FlushStep {
  readonly what: string;
  readonly program: string;
  readonly words: readonly string[];
  /** Tried as an ordinary user, it fails: then it is a line to run. */
  readonly needsRights: boolean;
  /** The same for a person to type. */
  readonly line: string;
}

export interface CacheFacts {
  readonly platform: string;
  readonly exists: (path: string) => boolean;
}

const RESOLVECTL = ['/usr/bin/resolvectl', '/bin/resolvectl'];
const NSCD = ['/usr/sbin/nscd', '/sbin/nscd'];
const NSCD_SOCKETS = ['/run/nscd/socket', '/var/run/nscd/socket'];
const DNSMASQ_MARKS = [
  '/run/dnsmasq/dnsmasq.pid',
  '/run/dnsmasq.pid',
  '/run/NetworkManager/dnsmasq.pid',
  '/var/run/dnsmasq.pid',
];

function linuxSteps(exists: CacheFacts['exists']): FlushStep[] {
  const steps: FlushStep[] = [];
  const resolvectl = RESOLVECTL.find(exists);
  if (resolvectl !== undefined && exists('/run/systemd/resolve'))
    steps.push({
      ...{ what: 'systemd-resolved', program: resolvectl, words: ['flush-caches'], needsRights: false },
      line: 'sudo resolvectl flush-caches',
    });
  const nscd = NSCD.find(exists);
  if (nscd !== undefined && NSCD_SOCKETS.some(exists))
    steps.push({
      ...{ what: 'nscd', program: nscd, words: ['-i', 'hosts'], needsRights: true },
      line: 'sudo nscd -i hosts',
    });
  // dnsmasq(8), NOTES: on SIGHUP it empties its cache and reads the hosts file again.
  if (DNSMASQ_MARKS.some(exists))
    steps.push({
      ...{ what: 'dnsmasq', program: '/usr/bin/pkill', words: ['-HUP', '-x', 'dnsmasq'], needsRights: true },
      line: 'sudo pkill -HUP -x dnsmasq',
    });
  return steps;
}

/** The caches that are there, in the order to empty them. None on a Linux without any: glibc keeps no names. */
export function planFlush({ platform, exists }: CacheFacts): readonly FlushStep[] {
  switch (platform) {
    case 'linux':
      return linuxSteps(exists);
    case 'darwin':
      return [
        {
          ...{ what: 'the directory service', program: '/usr/bin/dscacheutil', words: ['-flushcache'] },
          ...{ needsRights: false, line: 'sudo dscacheutil -flushcache' },
        },
        {
          ...{ what: 'mDNSResponder', program: '/usr/bin/killall', words: ['-HUP', 'mDNSResponder'] },
          ...{ needsRights: true, line: 'sudo killall -HUP mDNSResponder' },
        },
      ];
    case 'win32':
      return [
        {
          ...{ what: 'the DNS client', program: 'C:\\Windows\\System32\\ipconfig.exe', words: ['/flushdns'] },
          ...{ needsRights: false, line: 'ipconfig /flushdns' },
        },
      ];
    default:
      return [];
  }
}
