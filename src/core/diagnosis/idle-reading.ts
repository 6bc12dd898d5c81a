import type { Finding } from '../../contract/diagnosis.ts';
import type { IdleSession } from '../../contract/idle-session.ts';

/** The way forgot the session: nobody ended it, and its next packet was that of a stranger, or it was reset while quiet. */
export const wasForgotten = (idle: IdleSession | null): boolean =>
  idle?.end === 'reset-in-silence' || idle?.end === 'reset-on-next-packet' || idle?.end === 'no-answer';

/** Global Accelerator ends a session that was quiet for 340 seconds by FIN (its Developer Guide, "idle timeouts"). */
const PROVIDER_SECONDS = { least: 330, most: 360 } as const;

const time = (seconds: number): string =>
  seconds < 120
    ? `${Math.round(seconds)} second${Math.round(seconds) === 1 ? '' : 's'}`
    : `${Math.round(seconds / 6) / 10} minutes`;

const HOW: Partial<Record<IdleSession['end'], string>> = {
  'reset-in-silence': 'it was reset while nobody used it',
  'reset-on-next-packet': 'its next packet was answered by a reset',
  'no-answer': 'its next packet was never answered',
};

/** The row of this check, in a sentence. */
export function idleSentence({ end, quietSeconds, survivedSeconds, pauses }: IdleSession): string {
  const outlived = survivedSeconds > 0 ? ` It had outlived a pause of ${time(survivedSeconds)}.` : '';
  const how = HOW[end];
  if (how !== undefined)
    return `After ${time(quietSeconds ?? 0)} of silence the session was forgotten on the way: ${how}.${outlived}`;
  switch (end) {
    case 'alive':
      return `A session that was quiet for ${time(survivedSeconds)} was still answered.`;
    case 'closed': {
      const isProvider =
        (quietSeconds ?? 0) >= PROVIDER_SECONDS.least && (quietSeconds ?? 0) <= PROVIDER_SECONDS.most;
      return `The other side ended the quiet session properly after ${time(quietSeconds ?? 0)}${isProvider ? ', as the service’s provider does with sessions quiet for 340 seconds' : ', which is its own decision and no fault of the way'}.${outlived}`;
    }
    case 'not-opened':
      return 'No session came about that could have been left quiet.';
    default:
      return pauses.length < 2
        ? 'Stopped before the first pause was over.'
        : `Stopped; a session that was quiet for ${time(survivedSeconds)} was still answered.`;
  }
}

/** What it means; nothing when no session came about. */
export function idleFindings(idle: IdleSession | null): Finding[] {
  if (idle === null || idle.end === 'not-opened') return [];
  if (!wasForgotten(idle)) return [{ kind: 'idle-survived', severity: 'fact', text: idleSentence(idle) }];
  return [
    {
      ...{ kind: 'idle-firewall', severity: 'mind' },
      text: `${idleSentence(idle)} A firewall or address translator with a limit for quiet sessions does that. Packets that keep a session alive help: ServerAliveInterval ${aliveSeconds(idle)} in ssh’s configuration.`,
    },
  ];
}

/** Comfortably below the pause it outlived, or half of the one it did not. */
const aliveSeconds = ({ survivedSeconds, quietSeconds }: IdleSession): number =>
  Math.max(5, Math.min(60, Math.floor(survivedSeconds > 0 ? survivedSeconds : (quietSeconds ?? 30) / 2)));
