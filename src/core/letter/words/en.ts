import type { LetterWords } from '../letter-words.ts';

export const ENGLISH: LetterWords = {
  subject: {
    shift: 'Packets of one TCP session reach several sites of',
    other: 'TCP sessions end early towards',
  },
  greeting: {
    network: 'To the team responsible for our network,',
    isp: 'To the network operations centre,',
    atlassian: 'To Atlassian support,',
    phone: 'To be read out over the phone:',
  },
  headings: {
    statement: 'What happens',
    customer: 'Where we are connected',
    when: 'When, and towards which addresses',
    comparison: 'Anycast and legacy addresses compared',
    path: 'The path, as traced',
    session: 'One session in detail',
    excluded: 'What it is not',
    ask: 'What we ask you to do',
    vendor: 'Where to look on the device',
    contact: 'Contact and attachments',
  },
  verdicts: {
    'anycast-shift-per-packet': 'an anycast shift: packets of one session are split over several paths',
    'anycast-shift-route-change': 'an anycast shift after a change of route',
    'ipv6-flow-label-rehash': 'an anycast shift caused by hashing a changing IPv6 flow label',
    'stateless-reset-not-anycast': 'sessions forgotten on the way, with legacy addresses as well',
    'firewall-reset': 'resets sent by a firewall or router close to us',
    'middlebox-injection': 'resets forged on the way',
    'idle-timeout': 'an idle time-out on the way',
    'server-abort': 'sessions ended by the server itself',
    'port-closed': 'a closed port',
    'local-reset': 'sessions ended by our own machine',
    'provider-maintenance': 'maintenance at the service',
    'pmtud-blackhole': 'large packets that disappear (path MTU)',
    unreachable: 'no answer at all',
    healthy: 'no fault seen',
    insufficient: 'too little data to decide',
    'capture-invalid': 'a capture that cannot answer the question',
  },
  confidences: { none: 'none', weak: 'weak', moderate: 'moderate', strong: 'strong' },
  statement: {
    shift: (service, edges) =>
      edges >= 2
        ? `Packets of one TCP session (one 5-tuple) towards ${service} are delivered to at least ${edges} different anycast sites.`
        : `Packets of one TCP session (one 5-tuple) towards ${service} appear to be delivered to different anycast sites.`,
    other: (service, cause) =>
      `TCP sessions towards ${service} end before they should. What was measured points to ${cause}.`,
    nothing: (service) =>
      `We have trouble with TCP sessions towards ${service}. What was measured so far does not show the cause; please take this as a question, not as a finding.`,
    confidence: (confidence) => `Confidence of this reading: ${confidence}.`,
    mechanism:
      'A site that receives a packet of a session it does not know answers with a reset (RFC 9293, 3.10.7.1), and the session ends. This happens when a device with several equal-cost paths spreads packets one by one instead of keeping each session on one path (RFC 2992; RFC 4786, 4.4.3).',
    expected: 'The resets themselves are correct behaviour of the service; the spreading is the fault.',
  },
  details: {
    'public-address': 'Our public address and AS',
    circuit: 'Circuit or service number',
    access: 'Kind of access (fibre, DSL, LTE, bonded, SD-WAN, dual WAN)',
    device: 'Router or firewall at our side, with firmware',
    since: 'Since when, and how often',
    'other-host': 'Tried from another computer in the same network',
    'other-network': 'Tried over another connection (phone hotspot)',
    vpn: 'VPN or proxy during the test',
    contact: 'Contact',
    ticket: 'Ticket numbers so far',
  },
  when: {
    window: (from, until) => `Captured from ${from} to ${until}.`,
    utc: 'All times are UTC.',
    addresses: (list) => `Addresses at the time of the test: ${list}.`,
  },
  comparison: {
    columns: ['addresses', 'sessions', 'ended by reset', '95 % interval'],
    anycast: 'anycast',
    control: 'legacy (not anycast)',
    chance: (probability) =>
      `Chance alone would make such a difference with ${probability} (Fisher's exact test, one-sided).`,
    oneArm: 'Only one of the two groups was captured, so there is nothing to compare with.',
  },
  path: {
    split: (hop, between, after) =>
      `Probes of one and the same flow part at hop ${hop}: ${between}${after === null ? '' : `; the last hop they share is ${after}`}.`,
    routeChange: (hop) => `The route changed at hop ${hop} while it was traced.`,
    notSeen:
      'No place where one flow parts was seen in the trace; labels (MPLS) or filtered ICMP can hide it. The session below is the evidence instead.',
    notProven: 'The traces at hand cannot prove a split of one flow.',
    hopColumns: ['hop', 'one flow', 'varied flows'],
    sameFlow: 'one flow',
    variedFlow: 'varied flows',
    forwardOnly: 'A trace shows the direction from us to the service only.',
    commands: 'Traced with:',
  },
  session: {
    intro: (client, server, at) => `Session ${client} > ${server}, reset at ${at}:`,
    handshake: (ttl, ms) => `handshake answered with TTL ${ttl} after ${ms} ms`,
    reset: (ttl, ms, sequence) =>
      `reset with TTL ${ttl}, ${ms} ms after the packet it answers, sequence ${sequence}`,
    edges: (count) => `${count} different edges answered by TTL, round trip and TCP options:`,
    file: (names) => `The packets are in ${names}.`,
  },
  excluded: { byCapture: 'Ruled out by the capture:' },
  ask: {
    network: {
      shift: [
        'Please look for any device of ours with more than one equal-cost path towards these addresses: router, firewall, SD-WAN, bonded or dual WAN.',
        'Please check that it keeps each session on one path (per-flow hashing) and does not spread packet by packet or round-robin.',
        'If ours does not, please pass this to the provider.',
      ],
      other: [
        'Please check firewalls, proxies and time-outs between this machine and the internet at the times above.',
        'Please say which device answers with the TTL and delay given above.',
      ],
    },
    isp: {
      shift: [
        'Please check for per-packet load sharing, MLPPP or bonding, and the hash fields (L3 only or L4, IPv6 flow label) on the routers at and before the split, towards these prefixes.',
        'Please compare the counters of the member links, and test with per-flow hashing.',
        'Please tell us the routers and the change, so that we can measure again.',
      ],
      other: [
        'Please check the path towards these addresses for devices that end or rewrite TCP sessions at the times above.',
        'Please tell us which device answers with the TTL and delay given above.',
      ],
    },
    atlassian: {
      shift: [
        'Please say which of your sites answered the sessions below, and whether others in the same network see the same.',
        'Please tell us of any maintenance at the edge in this window.',
      ],
      other: [
        'Please say whether your edge sent these resets, and why.',
        'Please tell us of any maintenance at the edge in this window.',
      ],
    },
    phone: {
      shift: [
        'Please check for per-packet load sharing towards these addresses. I can send a page with times and hops.',
      ],
      other: [
        'Please say whether a device of yours ends these sessions. I can send a page with times and details.',
      ],
    },
  },
  vendor: {
    intro: (name) => `${name}:`,
    source: (source, asOf) => `(${source}; as of ${asOf}; not checked on your device)`,
  },
  closing: {
    consent: 'Captures and traces can be sent on request.',
    masks:
      'Private addresses and names on our side are replaced by placeholders that stay the same throughout.',
    signature: 'Written with Bitbucket Reset Doctor from measurements on the affected machine.',
  },
  missing: {
    'public-address': 'Your public address and AS: without it nobody can find your path in their routing.',
    circuit: 'The circuit or service number: the first thing an operator asks for.',
    access: 'The kind of access: bonded and dual lines are where packets are spread.',
    device: 'Make, model and firmware of the router: decides which setting to look at.',
    since: 'Since when, and how often: lets them find the change that caused it.',
    'other-host': 'Does another computer in the same network see it? Rules out this machine.',
    'other-network': 'Does it happen over a phone hotspot? Tells your line from the service.',
    vpn: 'Was a VPN or proxy in use? It changes whose network this is about.',
    contact: 'A contact: who is to be asked, and how.',
    ticket: 'Ticket numbers so far, on both sides.',
    capture: 'A capture of the fault: without one there is no session to show.',
    trace: 'A trace of one flow: it names the router where the packets part.',
    control: 'Sessions to the legacy addresses in the same capture: they show that other traffic is fine.',
  },
  first: {
    'split-near': 'Your own network first: the packets part at its edge or within private addresses.',
    'split-far': 'The provider first: the packets part beyond your own network.',
    'not-seen': 'Your own network first: no trace shows where packets part, and it can look at once.',
    'no-trace': 'Your own network first: there is no trace yet, and it can look at once.',
  },
};
