import type { AnalysisReset, AnalysisSession } from '../../contract/analysis.ts';
import { millisecondsOf } from '../instant.ts';
import { endpointText, judgedReset } from '../report/judged-reset.ts';
import { END_WORDS } from '../words/session-words.ts';
import { CAUSE_NAMES } from '../words/verdict-words.ts';

const SESSION_FACTS = [
  'server',
  'arm',
  'edge',
  'ttl',
  'handshake',
  'lasted',
  'packets',
  'bytes',
  'end',
  'resets',
  'resetBy',
  'resetTtl',
  'resetDelay',
  'resetFlags',
  'resetPlace',
  'continues',
] as const;
type SessionFact = (typeof SESSION_FACTS)[number];

/** One fact of two sessions; a text is empty where the session has no such thing. */
export interface ComparedFact {
  readonly fact: SessionFact;
  readonly one: string;
  readonly other: string;
  readonly differs: boolean;
}

/** Delays within a quarter or 5 ms of each other count as alike: so much they vary on one path (domain notes, F17). */
const ALIKE_SHARE = 0.25;
const ALIKE_MS = 5;

/** Two sessions fact by fact, in the order of a session's life. What neither has is left out. */
export function compareSessions(one: AnalysisSession, other: AnalysisSession): readonly ComparedFact[] {
  const [first, second] = [one, other].map((session) => ({ session, reset: judgedReset(session) }));
  if (first === undefined || second === undefined) return [];
  return SESSION_FACTS.flatMap((fact) => {
    const [here, there] = [FACTS[fact](first), FACTS[fact](second)];
    if (here === null && there === null) return [];
    const differs =
      typeof here === 'number' && typeof there === 'number' ? !areAlike(here, there) : here !== there;
    return [{ fact, one: textOf(here), other: textOf(there), differs }];
  });
}

const areAlike = (one: number, other: number): boolean =>
  Math.abs(one - other) <= Math.max(ALIKE_MS, ALIKE_SHARE * Math.max(one, other));

const textOf = (value: string | number | null): string =>
  typeof value === 'number' ? `${value.toFixed(1)} ms` : (value ?? '');

interface Side {
  readonly session: AnalysisSession;
  readonly reset: AnalysisReset | undefined;
}

/** A number is a time in milliseconds. */
const FACTS: Readonly<Record<SessionFact, (side: Side) => string | number | null>> = {
  server: ({ session }) => endpointText(session.server),
  arm: ({ session }) => ARM_WORDS[session.arm],
  edge: ({ session }) => session.edge,
  ttl: ({ session }) => (session.synAckTtl === null ? null : String(session.synAckTtl)),
  handshake: ({ session }) => session.handshakeMs,
  lasted: ({ session }) => millisecondsOf(session.lastPacketAt) - millisecondsOf(session.firstPacketAt),
  packets: ({ session }) => ways(session.packets),
  bytes: ({ session }) => ways(session.bytes),
  end: ({ session }) => END_WORDS[session.state],
  resets: ({ session }) => String(session.resets.length),
  resetBy: ({ reset }) => (reset === undefined ? null : (CAUSE_NAMES[reset.cause] ?? reset.cause)),
  resetTtl: ({ reset }) => (reset === undefined ? null : String(reset.ttl)),
  resetDelay: ({ reset }) => reset?.delayMs ?? null,
  resetFlags: ({ reset }) => (reset === undefined ? null : reset.ack ? 'RST, ACK' : 'RST alone'),
  resetPlace: ({ reset }) => (reset === undefined ? null : placeText(reset.sequenceOffset)),
  continues: ({ reset }) => (reset === undefined ? null : reset.serverContinues ? 'yes' : 'no'),
};

const ARM_WORDS: Readonly<Record<AnalysisSession['arm'], string>> = {
  anycast: 'anycast',
  control: 'legacy',
  other: 'neither',
};

const ways = ({ toServer, toClient }: AnalysisSession['packets']): string =>
  `${toServer} to the server, ${toClient} back`;

const placeText = (offset: number | null): string | null => {
  if (offset === null) return null;
  if (offset === 0) return 'the next byte, so it ended the session';
  const bytes = Math.abs(offset);
  return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'} ${offset < 0 ? 'behind' : 'ahead'}`;
};
