import type { LetterWords } from '../letter-words.ts';

export const SPANISH: LetterWords = {
  subject: {
    shift: 'Los paquetes de una sesión TCP llegan a varios sitios de',
    other: 'Sesiones TCP cortadas hacia',
  },
  greeting: {
    network: 'Al equipo responsable de nuestra red:',
    isp: 'Al centro de operaciones de red:',
    atlassian: 'Al soporte de Atlassian:',
    phone: 'Para leer por teléfono:',
  },
  headings: {
    statement: 'Qué ocurre',
    customer: 'Nuestra conexión',
    when: 'Cuándo, y hacia qué direcciones',
    comparison: 'Direcciones anycast y antiguas comparadas',
    path: 'El camino según la traza',
    session: 'Una sesión en detalle',
    excluded: 'Lo que no es',
    ask: 'Lo que les pedimos',
    vendor: 'Dónde mirar en el equipo',
    contact: 'Contacto y anexos',
  },
  verdicts: {
    'anycast-shift-per-packet':
      'un cambio de sitio anycast: los paquetes de una sesión se reparten entre varios caminos',
    'anycast-shift-route-change': 'un cambio de sitio anycast tras un cambio de ruta',
    'ipv6-flow-label-rehash':
      'un cambio de sitio anycast por incluir en el hash una etiqueta de flujo IPv6 que cambia',
    'stateless-reset-not-anycast': 'sesiones olvidadas en el camino, también hacia las direcciones antiguas',
    'firewall-reset': 'resets enviados por un cortafuegos o encaminador cercano a nosotros',
    'middlebox-injection': 'resets falsificados en el camino',
    'idle-timeout': 'una expiración por inactividad en el camino',
    'server-abort': 'sesiones terminadas por el propio servidor',
    'port-closed': 'un puerto cerrado',
    'local-reset': 'sesiones terminadas por nuestra propia máquina',
    'provider-maintenance': 'un mantenimiento del servicio',
    'pmtud-blackhole': 'paquetes grandes que desaparecen (MTU del camino)',
    unreachable: 'una falta total de respuesta',
    healthy: 'ningún fallo visible',
    insufficient: 'datos insuficientes para decidir',
    'capture-invalid': 'una captura que no puede responder a la pregunta',
  },
  confidences: { none: 'ninguna', weak: 'débil', moderate: 'media', strong: 'alta' },
  statement: {
    shift: (service, edges) =>
      edges >= 2
        ? `Los paquetes de una misma sesión TCP (una sola 5-tupla) hacia ${service} se entregan al menos a ${edges} sitios anycast distintos.`
        : `Los paquetes de una misma sesión TCP (una sola 5-tupla) hacia ${service} parecen entregarse a sitios anycast distintos.`,
    other: (service, cause) =>
      `Las sesiones TCP hacia ${service} terminan antes de tiempo. Lo medido apunta a ${cause}.`,
    nothing: (service) =>
      `Tenemos dificultades con sesiones TCP hacia ${service}. Lo medido hasta ahora no muestra la causa; tomen esto como una pregunta, no como un hallazgo.`,
    confidence: (confidence) => `Confianza en esta lectura: ${confidence}.`,
    mechanism:
      'Un sitio que recibe un paquete de una sesión que no conoce responde con un reset (RFC 9293, 3.10.7.1) y la sesión termina. Ocurre cuando un equipo con varios caminos de igual coste reparte los paquetes uno a uno en vez de mantener cada sesión en un solo camino (RFC 2992; RFC 4786, 4.4.3).',
    expected: 'Los resets en sí son un comportamiento correcto del servicio; el fallo es el reparto.',
  },
  details: {
    'public-address': 'Nuestra dirección pública y AS',
    circuit: 'Número de circuito o de servicio',
    access: 'Tipo de acceso (fibra, DSL, LTE, agregado, SD-WAN, doble WAN)',
    device: 'Encaminador o cortafuegos de nuestro lado, con su firmware',
    since: 'Desde cuándo y con qué frecuencia',
    'other-host': 'Probado desde otro ordenador de la misma red',
    'other-network': 'Probado por otra conexión (móvil)',
    vpn: 'VPN o proxy durante la prueba',
    contact: 'Contacto',
    ticket: 'Números de incidencia existentes',
  },
  when: {
    window: (from, until) => `Capturado de ${from} a ${until}.`,
    utc: 'Todas las horas son UTC.',
    addresses: (list) => `Direcciones en el momento de la prueba: ${list}.`,
  },
  comparison: {
    columns: ['direcciones', 'sesiones', 'cortadas por reset', 'intervalo del 95 %'],
    anycast: 'anycast',
    control: 'antiguas (no anycast)',
    chance: (probability) =>
      `El azar por sí solo produciría tal diferencia con ${probability} (prueba exacta de Fisher, unilateral).`,
    oneArm: 'Solo se capturó uno de los dos grupos, así que no hay con qué comparar.',
  },
  path: {
    split: (hop, between, after) =>
      `Las sondas de un mismo flujo se separan en el salto ${hop}: ${between}${after === null ? '' : `; el último salto común es ${after}`}.`,
    routeChange: (hop) => `La ruta cambió en el salto ${hop} durante la medición.`,
    notSeen:
      'La traza no muestra ningún lugar donde un flujo se separe; MPLS o un ICMP filtrado pueden ocultarlo. La prueba es la sesión de abajo.',
    notProven: 'Las trazas disponibles no pueden probar la separación de un flujo.',
    hopColumns: ['salto', 'un flujo', 'flujos variados'],
    sameFlow: 'un flujo',
    variedFlow: 'flujos variados',
    forwardOnly: 'Una traza solo muestra el sentido de nosotros hacia el servicio.',
    commands: 'Medido con:',
  },
  session: {
    intro: (client, server, at) => `Sesión ${client} > ${server}, reset a las ${at}:`,
    handshake: (ttl, ms) => `apertura contestada con TTL ${ttl} a los ${ms} ms`,
    reset: (ttl, ms, sequence) =>
      `reset con TTL ${ttl}, ${ms} ms después del paquete al que responde, secuencia ${sequence}`,
    edges: (count) =>
      `Respondieron ${count} sitios distintos, según TTL, tiempo de ida y vuelta y opciones TCP:`,
    file: (names) => `Los paquetes están en ${names}.`,
  },
  excluded: { byCapture: 'Descartado por la captura:' },
  ask: {
    network: {
      shift: [
        'Por favor, busquen cualquier equipo nuestro con más de un camino de igual coste hacia estas direcciones: encaminador, cortafuegos, SD-WAN, acceso agregado o doble.',
        'Por favor, comprueben que mantiene cada sesión en un solo camino (hash por flujo) y no reparte paquete a paquete ni por turnos.',
        'Si no es nuestro, por favor pásenlo al proveedor.',
      ],
      other: [
        'Por favor, revisen cortafuegos, proxies y tiempos de espera entre esta máquina e Internet a las horas indicadas.',
        'Por favor, digan qué equipo responde con el TTL y el retardo indicados.',
      ],
    },
    isp: {
      shift: [
        'Por favor, revisen en el punto de separación y antes de él el reparto por paquete, MLPPP o agregación, y los campos del hash (solo L3 o L4, etiqueta de flujo IPv6) hacia estos prefijos.',
        'Por favor, comparen los contadores de los enlaces miembros y prueben con hash por flujo.',
        'Por favor, indíquennos los encaminadores y el cambio, para volver a medir.',
      ],
      other: [
        'Por favor, revisen si en el camino hacia estas direcciones algún equipo termina o modifica sesiones TCP a las horas indicadas.',
        'Por favor, digan qué equipo responde con el TTL y el retardo indicados.',
      ],
    },
    atlassian: {
      shift: [
        'Por favor, digan cuáles de sus sitios respondieron a las sesiones de abajo, y si otros en la misma red ven lo mismo.',
        'Por favor, infórmennos de cualquier mantenimiento en ese periodo.',
      ],
      other: [
        'Por favor, digan si su borde envió estos resets, y por qué.',
        'Por favor, infórmennos de cualquier mantenimiento en ese periodo.',
      ],
    },
    phone: {
      shift: [
        'Por favor, revisen el reparto por paquete hacia estas direcciones. Puedo enviar una página con horas y saltos.',
      ],
      other: [
        'Por favor, digan si algún equipo suyo termina estas sesiones. Puedo enviar una página con horas y detalles.',
      ],
    },
  },
  vendor: {
    intro: (name) => `${name}:`,
    source: (source, asOf) => `(${source}; a fecha de ${asOf}; no comprobado en su equipo)`,
  },
  closing: {
    consent: 'Las capturas y las trazas pueden enviarse a petición.',
    masks: 'Las direcciones privadas y los nombres de nuestro lado se sustituyen por marcas constantes.',
    signature: 'Escrito con Bitbucket Reset Doctor a partir de mediciones en la máquina afectada.',
  },
  missing: {
    'public-address': 'Su dirección pública y AS: sin ella nadie encuentra su camino en su encaminamiento.',
    circuit: 'El número de circuito o de servicio: lo primero que pregunta un operador.',
    access: 'El tipo de acceso: en líneas agregadas o dobles es donde se reparten los paquetes.',
    device: 'Marca, modelo y firmware del encaminador: decide qué ajuste mirar.',
    since: 'Desde cuándo y con qué frecuencia: permite hallar el cambio que lo causó.',
    'other-host': '¿Lo ve otro ordenador de la misma red? Descarta esta máquina.',
    'other-network': '¿Ocurre por la conexión del móvil? Distingue su línea del servicio.',
    vpn: '¿Había una VPN o un proxy? Cambia de qué red se trata.',
    contact: 'Un contacto: a quién preguntar, y cómo.',
    ticket: 'Números de incidencia existentes, en ambos lados.',
    capture: 'Una captura del fallo: sin ella no hay sesión que mostrar.',
    trace: 'Una traza de un flujo: nombra el encaminador donde los paquetes se separan.',
    control: 'Sesiones hacia las direcciones antiguas en la misma captura: muestran que lo demás funciona.',
  },
  first: {
    'split-near': 'Primero su propia red: los paquetes se separan en su borde o entre direcciones privadas.',
    'split-far': 'Primero el proveedor: los paquetes se separan más allá de su red.',
    'not-seen': 'Primero su propia red: ninguna traza muestra la separación, y puede mirar enseguida.',
    'no-trace': 'Primero su propia red: aún no hay traza, y puede mirar enseguida.',
  },
};
