import type { LetterWords } from '../letter-words.ts';

export const GERMAN: LetterWords = {
  subject: {
    shift: 'Pakete einer TCP-Sitzung erreichen mehrere Standorte von',
    other: 'TCP-Sitzungen brechen ab zu',
  },
  greeting: {
    network: 'An das Team, das unser Netz betreut,',
    isp: 'An das Network Operations Center,',
    atlassian: 'An den Support von Atlassian,',
    phone: 'Zum Vorlesen am Telefon:',
  },
  headings: {
    statement: 'Was geschieht',
    customer: 'Unser Anschluss',
    when: 'Wann, und zu welchen Adressen',
    comparison: 'Anycast- und alte Adressen im Vergleich',
    path: 'Der Weg laut Traceroute',
    session: 'Eine Sitzung im Einzelnen',
    excluded: 'Was es nicht ist',
    ask: 'Unsere Bitte',
    vendor: 'Wo am Gerät nachzusehen ist',
    contact: 'Ansprechpartner und Anlagen',
  },
  verdicts: {
    'anycast-shift-per-packet': 'ein Anycast-Wechsel: Pakete einer Sitzung werden auf mehrere Wege verteilt',
    'anycast-shift-route-change': 'ein Anycast-Wechsel nach einer Routenänderung',
    'ipv6-flow-label-rehash':
      'ein Anycast-Wechsel, weil ein sich änderndes IPv6-Flow-Label in den Hash eingeht',
    'stateless-reset-not-anycast': 'Sitzungen, die unterwegs vergessen werden, auch zu den alten Adressen',
    'firewall-reset': 'Resets einer Firewall oder eines Routers in unserer Nähe',
    'middlebox-injection': 'unterwegs gefälschte Resets',
    'idle-timeout': 'Zeitüberschreitung bei Untätigkeit auf dem Weg',
    'server-abort': 'vom Server selbst beendete Sitzungen',
    'port-closed': 'ein geschlossener Port',
    'local-reset': 'vom eigenen Rechner beendete Sitzungen',
    'provider-maintenance': 'Wartungsarbeiten beim Dienst',
    'pmtud-blackhole': 'große Pakete, die verschwinden (Path MTU)',
    unreachable: 'gänzlich ausbleibende Antworten',
    healthy: 'kein sichtbarer Fehler',
    insufficient: 'zu wenige Daten für eine Entscheidung',
    'capture-invalid': 'eine Aufzeichnung, die die Frage nicht beantworten kann',
  },
  confidences: { none: 'keine', weak: 'schwach', moderate: 'mittel', strong: 'hoch' },
  statement: {
    shift: (service, edges) =>
      edges >= 2
        ? `Pakete einer einzigen TCP-Sitzung (ein 5-Tupel) zu ${service} werden an mindestens ${edges} verschiedene Anycast-Standorte zugestellt.`
        : `Pakete einer einzigen TCP-Sitzung (ein 5-Tupel) zu ${service} werden offenbar an verschiedene Anycast-Standorte zugestellt.`,
    other: (service, cause) =>
      `TCP-Sitzungen zu ${service} enden vorzeitig. Darauf deuten die Messungen: ${cause}.`,
    nothing: (service) =>
      `Wir haben Schwierigkeiten mit TCP-Sitzungen zu ${service}. Die bisherigen Messungen zeigen die Ursache nicht; bitte verstehen Sie dies als Frage, nicht als Befund.`,
    confidence: (confidence) => `Sicherheit dieser Deutung: ${confidence}.`,
    mechanism:
      'Ein Standort, der ein Paket einer ihm unbekannten Sitzung erhält, antwortet mit einem Reset (RFC 9293, 3.10.7.1), und die Sitzung endet. Dazu kommt es, wenn ein Gerät mit mehreren gleichwertigen Wegen Pakete einzeln verteilt, statt jede Sitzung auf einem Weg zu halten (RFC 2992; RFC 4786, 4.4.3).',
    expected: 'Die Resets selbst sind richtiges Verhalten des Dienstes; der Fehler ist die Verteilung.',
  },
  details: {
    'public-address': 'Unsere öffentliche Adresse und AS',
    circuit: 'Leitungs- oder Vertragsnummer',
    access: 'Art des Anschlusses (Glasfaser, DSL, LTE, gebündelt, SD-WAN, zwei Anschlüsse)',
    device: 'Router oder Firewall auf unserer Seite, mit Firmware',
    since: 'Seit wann und wie oft',
    'other-host': 'Von einem anderen Rechner im selben Netz versucht',
    'other-network': 'Über einen anderen Anschluss versucht (Hotspot)',
    vpn: 'VPN oder Proxy während der Messung',
    contact: 'Ansprechpartner',
    ticket: 'Bisherige Ticketnummern',
  },
  when: {
    window: (from, until) => `Aufgezeichnet von ${from} bis ${until}.`,
    utc: 'Alle Zeiten sind UTC.',
    addresses: (list) => `Adressen zum Zeitpunkt der Messung: ${list}.`,
  },
  comparison: {
    columns: ['Adressen', 'Sitzungen', 'durch Reset beendet', '95-%-Intervall'],
    anycast: 'Anycast',
    control: 'alte (kein Anycast)',
    chance: (probability) =>
      `Der Zufall allein brächte einen solchen Unterschied mit ${probability} hervor (exakter Test nach Fisher, einseitig).`,
    oneArm: 'Nur eine der beiden Gruppen wurde aufgezeichnet; es gibt nichts zu vergleichen.',
  },
  path: {
    split: (hop, between, after) =>
      `Die Proben ein und desselben Flows trennen sich an Hop ${hop}: ${between}${after === null ? '' : `; der letzte gemeinsame Hop ist ${after}`}.`,
    routeChange: (hop) => `Die Route änderte sich während der Messung an Hop ${hop}.`,
    notSeen:
      'In der Messung war keine Stelle zu sehen, an der sich ein Flow teilt; MPLS oder gefiltertes ICMP kann sie verbergen. Der Beleg ist statt dessen die Sitzung unten.',
    notProven: 'Die vorliegenden Traceroutes können die Teilung eines Flows nicht beweisen.',
    hopColumns: ['Hop', 'ein Flow', 'wechselnde Flows'],
    sameFlow: 'ein Flow',
    variedFlow: 'wechselnde Flows',
    forwardOnly: 'Ein Traceroute zeigt nur die Richtung von uns zum Dienst.',
    commands: 'Gemessen mit:',
  },
  session: {
    intro: (client, server, at) => `Sitzung ${client} > ${server}, Reset um ${at}:`,
    handshake: (ttl, ms) => `Verbindungsaufbau beantwortet mit TTL ${ttl} nach ${ms} ms`,
    reset: (ttl, ms, sequence) =>
      `Reset mit TTL ${ttl}, ${ms} ms nach dem Paket, das er beantwortet, Sequenznummer ${sequence}`,
    edges: (count) => `${count} verschiedene Standorte antworteten, nach TTL, Laufzeit und TCP-Optionen:`,
    file: (names) => `Die Pakete stehen in ${names}.`,
  },
  excluded: { byCapture: 'Durch die Aufzeichnung ausgeschlossen:' },
  ask: {
    network: {
      shift: [
        'Bitte suchen Sie nach Geräten von uns mit mehr als einem gleichwertigen Weg zu diesen Adressen: Router, Firewall, SD-WAN, gebündelte oder mehrere Anschlüsse.',
        'Bitte prüfen Sie, dass jede Sitzung auf einem Weg bleibt (Hash je Flow) und nicht paketweise oder reihum verteilt wird.',
        'Liegt es nicht an uns, geben Sie dies bitte an den Provider weiter.',
      ],
      other: [
        'Bitte prüfen Sie Firewalls, Proxys und Zeitlimits zwischen diesem Rechner und dem Internet zu den genannten Zeiten.',
        'Bitte nennen Sie das Gerät, das mit der angegebenen TTL und Verzögerung antwortet.',
      ],
    },
    isp: {
      shift: [
        'Bitte prüfen Sie an der Trennstelle und davor auf paketweise Lastverteilung, MLPPP oder Bündelung sowie die Hash-Felder (nur L3 oder L4, IPv6-Flow-Label) in Richtung dieser Präfixe.',
        'Bitte vergleichen Sie die Zähler der beteiligten Leitungen und testen Sie mit Hash je Flow.',
        'Bitte nennen Sie uns die Router und die Änderung, damit wir erneut messen können.',
      ],
      other: [
        'Bitte prüfen Sie den Weg zu diesen Adressen auf Geräte, die zu den genannten Zeiten TCP-Sitzungen beenden oder verändern.',
        'Bitte nennen Sie das Gerät, das mit der angegebenen TTL und Verzögerung antwortet.',
      ],
    },
    atlassian: {
      shift: [
        'Bitte teilen Sie mit, welche Ihrer Standorte die Sitzungen unten beantwortet haben und ob andere im selben Netz dasselbe sehen.',
        'Bitte nennen Sie uns etwaige Wartungsarbeiten in diesem Zeitraum.',
      ],
      other: [
        'Bitte teilen Sie mit, ob Ihr Edge diese Resets gesendet hat und warum.',
        'Bitte nennen Sie uns etwaige Wartungsarbeiten in diesem Zeitraum.',
      ],
    },
    phone: {
      shift: [
        'Bitte prüfen Sie auf paketweise Lastverteilung zu diesen Adressen. Ich kann eine Seite mit Zeiten und Hops schicken.',
      ],
      other: [
        'Bitte sagen Sie, ob eines Ihrer Geräte diese Sitzungen beendet. Ich kann eine Seite mit Zeiten und Einzelheiten schicken.',
      ],
    },
  },
  vendor: {
    intro: (name) => `${name}:`,
    source: (source, asOf) => `(${source}; Stand ${asOf}; nicht an Ihrem Gerät geprüft)`,
  },
  closing: {
    consent: 'Aufzeichnungen und Traceroutes können auf Wunsch geschickt werden.',
    masks: 'Private Adressen und Namen unserer Seite sind durch gleichbleibende Platzhalter ersetzt.',
    signature: 'Erstellt mit Bitbucket Reset Doctor aus Messungen am betroffenen Rechner.',
  },
  missing: {
    'public-address': 'Öffentliche Adresse und AS: ohne sie findet niemand Ihren Weg in seinem Routing.',
    circuit: 'Leitungs- oder Vertragsnummer: danach fragt ein Betreiber zuerst.',
    access: 'Art des Anschlusses: an gebündelten und doppelten Leitungen werden Pakete verteilt.',
    device: 'Hersteller, Modell und Firmware des Routers: davon hängt ab, welche Einstellung gemeint ist.',
    since: 'Seit wann und wie oft: so lässt sich die auslösende Änderung finden.',
    'other-host': 'Sieht es ein anderer Rechner im selben Netz? Schließt diesen Rechner aus.',
    'other-network': 'Geschieht es über einen Hotspot? Trennt Ihren Anschluss vom Dienst.',
    vpn: 'War ein VPN oder Proxy im Spiel? Es entscheidet, um wessen Netz es geht.',
    contact: 'Ein Ansprechpartner: wen man fragt, und wie.',
    ticket: 'Bisherige Ticketnummern auf beiden Seiten.',
    capture: 'Eine Aufzeichnung des Fehlers: ohne sie lässt sich keine Sitzung zeigen.',
    trace: 'Ein Traceroute eines Flows: er nennt den Router, an dem sich die Pakete trennen.',
    control: 'Sitzungen zu den alten Adressen in derselben Aufzeichnung: sie zeigen, dass anderes läuft.',
  },
  first: {
    'split-near':
      'Zuerst das eigene Netz: Die Pakete trennen sich an seinem Rand oder zwischen privaten Adressen.',
    'split-far': 'Zuerst der Provider: Die Pakete trennen sich jenseits des eigenen Netzes.',
    'not-seen':
      'Zuerst das eigene Netz: Kein Traceroute zeigt eine Trennstelle, und es kann sofort nachsehen.',
    'no-trace': 'Zuerst das eigene Netz: Es gibt noch keinen Traceroute, und es kann sofort nachsehen.',
  },
};
