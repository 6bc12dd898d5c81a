import { CAPTURE_COMMAND, CAPTURE_ON_WINDOWS } from '../capture-command.ts';

interface CommandsByHand {
  readonly start: readonly string[];
  /** What ends the recording where that is not Ctrl+C. */
  readonly stop: readonly string[];
  /** Gives the file to the user who ran it with sudo; null where nobody else owns it. */
  readonly own: string | null;
  readonly all: readonly string[];
}

/** The plan's lines in the order in which hands need them; the article's where there is no plan. */
export function commandsByHand(planned: readonly string[], windows: boolean): CommandsByHand {
  const lines = planned.length > 0 ? planned : windows ? CAPTURE_ON_WINDOWS.split('\n') : [CAPTURE_COMMAND];
  const found = lines.findIndex((line) => /\bstop\b/.test(line));
  const end = found === -1 ? lines.length : found;
  const file = /\bbitbucket\.pcap(ng)?\b/.exec(lines.join(' '))?.[0];
  const own =
    file !== undefined && lines.some((line) => line.startsWith('sudo '))
      ? `sudo chown "$USER" ${file}`
      : null;
  return {
    start: lines.slice(0, end),
    stop: lines.slice(end),
    own,
    all: own === null ? lines : [...lines, own],
  };
}
