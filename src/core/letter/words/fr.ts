import type { LetterWords } from '../letter-words.ts';

export const FRENCH: LetterWords = {
  subject: {
    shift: 'Les paquets d’une session TCP arrivent à plusieurs sites de',
    other: 'Des sessions TCP sont coupées vers',
  },
  greeting: {
    network: 'À l’équipe chargée de notre réseau,',
    isp: 'Au centre d’exploitation du réseau,',
    atlassian: 'Au support d’Atlassian,',
    phone: 'À lire au téléphone :',
  },
  headings: {
    statement: 'Ce qui se passe',
    customer: 'Notre raccordement',
    when: 'Quand, et vers quelles adresses',
    comparison: 'Adresses anycast et anciennes adresses comparées',
    path: 'Le chemin d’après la trace',
    session: 'Une session en détail',
    excluded: 'Ce que ce n’est pas',
    ask: 'Ce que nous vous demandons',
    vendor: 'Où regarder sur l’équipement',
    contact: 'Contact et pièces jointes',
  },
  verdicts: {
    'anycast-shift-per-packet':
      'un changement de site anycast : les paquets d’une session sont répartis sur plusieurs chemins',
    'anycast-shift-route-change': 'un changement de site anycast après un changement de route',
    'ipv6-flow-label-rehash':
      'un changement de site anycast dû au hachage d’une étiquette de flux IPv6 qui change',
    'stateless-reset-not-anycast': 'des sessions oubliées en route, aussi vers les anciennes adresses',
    'firewall-reset': 'des resets envoyés par un pare-feu ou un routeur proche de nous',
    'middlebox-injection': 'des resets forgés en route',
    'idle-timeout': 'une expiration pour inactivité en route',
    'server-abort': 'des sessions terminées par le serveur lui-même',
    'port-closed': 'un port fermé',
    'local-reset': 'des sessions terminées par notre propre machine',
    'provider-maintenance': 'une maintenance du service',
    'pmtud-blackhole': 'de grands paquets qui disparaissent (MTU du chemin)',
    unreachable: 'une absence totale de réponse',
    healthy: 'aucun défaut visible',
    insufficient: 'trop peu de données pour conclure',
    'capture-invalid': 'une capture qui ne peut pas répondre à la question',
  },
  confidences: { none: 'nulle', weak: 'faible', moderate: 'moyenne', strong: 'forte' },
  statement: {
    shift: (service, edges) =>
      edges >= 2
        ? `Les paquets d’une même session TCP (un seul 5-uplet) vers ${service} sont livrés à au moins ${edges} sites anycast différents.`
        : `Les paquets d’une même session TCP (un seul 5-uplet) vers ${service} semblent livrés à des sites anycast différents.`,
    other: (service, cause) =>
      `Des sessions TCP vers ${service} se terminent trop tôt. Les mesures indiquent ${cause}.`,
    nothing: (service) =>
      `Nous avons des difficultés avec des sessions TCP vers ${service}. Les mesures faites jusqu’ici n’en montrent pas la cause ; ceci est une question, pas un constat.`,
    confidence: (confidence) => `Confiance dans cette lecture : ${confidence}.`,
    mechanism:
      'Un site qui reçoit un paquet d’une session qu’il ne connaît pas répond par un reset (RFC 9293, 3.10.7.1), et la session se termine. Cela arrive quand un équipement disposant de plusieurs chemins de coût égal répartit les paquets un par un au lieu de garder chaque session sur un seul chemin (RFC 2992 ; RFC 4786, 4.4.3).',
    expected: 'Les resets eux-mêmes sont un comportement correct du service ; le défaut est la répartition.',
  },
  details: {
    'public-address': 'Notre adresse publique et notre AS',
    circuit: 'Numéro de liaison ou de contrat',
    access: 'Type d’accès (fibre, DSL, LTE, agrégé, SD-WAN, double accès)',
    device: 'Routeur ou pare-feu de notre côté, avec sa version logicielle',
    since: 'Depuis quand, et à quelle fréquence',
    'other-host': 'Essayé depuis un autre ordinateur du même réseau',
    'other-network': 'Essayé par une autre connexion (partage du téléphone)',
    vpn: 'VPN ou proxy pendant le test',
    contact: 'Contact',
    ticket: 'Numéros de ticket existants',
  },
  when: {
    window: (from, until) => `Capturé de ${from} à ${until}.`,
    utc: 'Toutes les heures sont en UTC.',
    addresses: (list) => `Adresses au moment du test : ${list}.`,
  },
  comparison: {
    columns: ['adresses', 'sessions', 'coupées par un reset', 'intervalle à 95 %'],
    anycast: 'anycast',
    control: 'anciennes (non anycast)',
    chance: (probability) =>
      `Le hasard seul produirait une telle différence avec ${probability} (test exact de Fisher, unilatéral).`,
    oneArm: 'Un seul des deux groupes a été capturé : il n’y a rien à comparer.',
  },
  path: {
    split: (hop, between, after) =>
      `Les sondes d’un seul et même flux se séparent au saut ${hop} : ${between}${after === null ? '' : ` ; le dernier saut commun est ${after}`}.`,
    routeChange: (hop) => `La route a changé au saut ${hop} pendant la mesure.`,
    notSeen:
      'La trace ne montre aucun endroit où un flux se sépare ; MPLS ou un ICMP filtré peuvent le cacher. La preuve est la session ci-dessous.',
    notProven: 'Les traces disponibles ne peuvent pas prouver la séparation d’un flux.',
    hopColumns: ['saut', 'un flux', 'flux variés'],
    sameFlow: 'un flux',
    variedFlow: 'flux variés',
    forwardOnly: 'Une trace ne montre que le sens de nous vers le service.',
    commands: 'Mesuré avec :',
  },
  session: {
    intro: (client, server, at) => `Session ${client} > ${server}, reset à ${at} :`,
    handshake: (ttl, ms) => `ouverture acceptée avec TTL ${ttl} après ${ms} ms`,
    reset: (ttl, ms, sequence) =>
      `reset avec TTL ${ttl}, ${ms} ms après le paquet auquel il répond, séquence ${sequence}`,
    edges: (count) =>
      `${count} sites différents ont répondu, d’après TTL, temps d’aller-retour et options TCP :`,
    file: (names) => `Les paquets sont dans ${names}.`,
  },
  excluded: { byCapture: 'Exclu par la capture :' },
  ask: {
    network: {
      shift: [
        'Veuillez chercher tout équipement à nous ayant plus d’un chemin de coût égal vers ces adresses : routeur, pare-feu, SD-WAN, accès agrégé ou double.',
        'Veuillez vérifier qu’il garde chaque session sur un seul chemin (hachage par flux) et ne répartit pas paquet par paquet ni à tour de rôle.',
        'Si ce n’est pas chez nous, veuillez transmettre ceci à l’opérateur.',
      ],
      other: [
        'Veuillez vérifier pare-feux, proxys et délais d’expiration entre cette machine et Internet aux heures ci-dessus.',
        'Veuillez indiquer quel équipement répond avec le TTL et le délai indiqués.',
      ],
    },
    isp: {
      shift: [
        'Veuillez vérifier, au point de séparation et avant, la répartition par paquet, MLPPP ou l’agrégation, ainsi que les champs de hachage (L3 seul ou L4, étiquette de flux IPv6) vers ces préfixes.',
        'Veuillez comparer les compteurs des liens membres et tester avec un hachage par flux.',
        'Veuillez nous indiquer les routeurs et la modification, afin que nous mesurions de nouveau.',
      ],
      other: [
        'Veuillez vérifier le chemin vers ces adresses : un équipement y termine ou modifie-t-il des sessions TCP aux heures ci-dessus ?',
        'Veuillez indiquer quel équipement répond avec le TTL et le délai indiqués.',
      ],
    },
    atlassian: {
      shift: [
        'Veuillez indiquer lesquels de vos sites ont répondu aux sessions ci-dessous, et si d’autres clients du même réseau voient la même chose.',
        'Veuillez nous signaler toute maintenance pendant cette période.',
      ],
      other: [
        'Veuillez indiquer si votre bordure a envoyé ces resets, et pourquoi.',
        'Veuillez nous signaler toute maintenance pendant cette période.',
      ],
    },
    phone: {
      shift: [
        'Veuillez vérifier la répartition par paquet vers ces adresses. Je peux envoyer une page avec les heures et les sauts.',
      ],
      other: [
        'Veuillez dire si l’un de vos équipements termine ces sessions. Je peux envoyer une page avec les heures et les détails.',
      ],
    },
  },
  vendor: {
    intro: (name) => `${name} :`,
    source: (source, asOf) => `(${source} ; état au ${asOf} ; non vérifié sur votre équipement)`,
  },
  closing: {
    consent: 'Les captures et les traces peuvent être envoyées sur demande.',
    masks: 'Les adresses privées et les noms de notre côté sont remplacés par des repères constants.',
    signature: 'Rédigé avec Bitbucket Reset Doctor à partir de mesures faites sur la machine touchée.',
  },
  missing: {
    'public-address': 'Votre adresse publique et l’AS : sans elle, personne ne retrouve votre chemin.',
    circuit: 'Le numéro de liaison ou de contrat : la première question d’un opérateur.',
    access: 'Le type d’accès : c’est sur les liens agrégés ou doubles que les paquets sont répartis.',
    device: 'Marque, modèle et version du routeur : détermine le réglage à examiner.',
    since: 'Depuis quand, et à quelle fréquence : permet de retrouver le changement en cause.',
    'other-host': 'Un autre ordinateur du même réseau le voit-il ? Met cette machine hors de cause.',
    'other-network': 'Cela arrive-t-il par un partage de connexion ? Distingue votre ligne du service.',
    vpn: 'Un VPN ou un proxy était-il actif ? Cela change le réseau concerné.',
    contact: 'Un contact : qui interroger, et comment.',
    ticket: 'Les numéros de ticket existants, des deux côtés.',
    capture: 'Une capture du défaut : sans elle, aucune session à montrer.',
    trace: 'Une trace d’un flux : elle nomme le routeur où les paquets se séparent.',
    control:
      'Des sessions vers les anciennes adresses dans la même capture : elles montrent que le reste fonctionne.',
  },
  first: {
    'split-near':
      'D’abord votre propre réseau : les paquets se séparent à sa bordure ou entre adresses privées.',
    'split-far': 'D’abord l’opérateur : les paquets se séparent au-delà de votre réseau.',
    'not-seen':
      'D’abord votre propre réseau : aucune trace ne montre la séparation, et il peut regarder tout de suite.',
    'no-trace':
      'D’abord votre propre réseau : il n’y a pas encore de trace, et il peut regarder tout de suite.',
  },
};
