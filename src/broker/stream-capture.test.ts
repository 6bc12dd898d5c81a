import { describe, expect, it } from 'vitest';
import type { ToolCommand } from '../core/live-capture/capture-command.ts';
import { saysItListens } from '../core/live-capture/kernel-counts.ts';
import { within } from '../test-support/broker-parts.ts';
import {
  MACOS_TCPDUMP_END,
  MACOS_TCPDUMP_FAILURES,
  MACOS_TCPDUMP_STARTS,
} from '../test-support/macos-transcripts.ts';
import { streamCapture } from './stream-capture.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A shell that says what tcpdump of macOS would, hands bytes over, and has last words when it is interrupted. */
const playing = (start: string): ToolCommand => ({
  program: '/bin/sh',
  args: [
    '-c',
    `trap "printf %s ${quoted(MACOS_TCPDUMP_END)} >&2; exit 0" INT; printf %s ${quoted(start)} >&2; printf pcapng; while :; do sleep 0.05; done`,
  ],
});

const failing = (words: string): ToolCommand => ({
  program: '/bin/sh',
  args: ['-c', `printf %s ${quoted(words)} >&2; exit 1`],
});

describe.skipIf(process.platform === 'win32')('a capture with the words of tcpdump on macOS', () => {
  it.each(MACOS_TCPDUMP_STARTS)('has started at %j, and ends with what the kernel counted', async (start) => {
    let bytes = '';
    const write = async (piece: Uint8Array): Promise<void> => {
      bytes += Buffer.from(piece).toString('latin1');
    };
    const started = await streamCapture(playing(start), { maxSeconds: 60, maxBytes: 1_000, write });
    if ('refusal' in started) throw new Error(started.refusal.message);
    expect(await within(5_000, () => bytes === 'pcapng')).toBe(true);
    started.run.stop('stopped');
    expect(await started.run.ended).toMatchObject({
      reason: 'stopped',
      counts: { captured: 12, receivedByFilter: 3_441, droppedByKernel: 1 },
    });
  });

  it.each(MACOS_TCPDUMP_FAILURES)('does not start at %j, and passes it on', async (words) => {
    expect(saysItListens(words)).toBe(false);
    const started = await streamCapture(failing(words), {
      maxSeconds: 60,
      maxBytes: 1_000,
      write: async () => {},
    });
    expect(started).toEqual({ refusal: { kind: 'failed', message: words.trim() } });
  });
});
