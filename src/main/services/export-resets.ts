import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import type { Playbook } from '../../contract/playbook.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { parseRange } from '../../core/capture/address.ts';
import type { PacketSink } from '../../core/capture/container-state.ts';
import { linkTypeName } from '../../core/capture/link-layer.ts';
import { pcapHeader, pcapRecord } from '../../core/capture/pcap-writer.ts';
import { createSessionTracker, SessionTracker } from '../../core/capture/session-tracker.ts';
import { problemFromSystem } from '../node/system-problem.ts';
import { orderCaptures } from './order-captures.ts';
import { readCaptures } from './read-captures.ts';

export interface ExportOrder {
  readonly paths: readonly string[];
  /** A file that must not be there yet. */
  readonly out: string;
  /** With their payload; without it each packet ends behind its TCP header, as if the capture had been cut there. */
  readonly whole: boolean;
}

export interface Exported {
  readonly sessions: number;
  readonly packets: number;
}

/** Writes every packet of the sessions that were reset, and nothing else, into a new capture file. */
export async function exportResets(order: ExportOrder, playbook: Playbook): Promise<Result<Exported>> {
  if (order.paths.includes('-'))
    return fail(
      'usage',
      'Sessions of a capture from standard input cannot be saved, because it cannot be read twice.',
      'Save the capture to a file first.',
    );
  const paths = await orderCaptures(order.paths);
  const ranges = {
    anycast: playbook.anycast.ranges.flatMap((text) => parseRange(text) ?? []),
    control: playbook.control.addresses.flatMap((text) => parseRange(text) ?? []),
  };
  const found = createSessionTracker(ranges);
  const read = await readCaptures(paths, () => found);
  if (!read.ok) return read;
  const wanted = new Set(
    found.sessions.filter(({ resets }) => resets.length > 0).map(({ stream }) => stream),
  );
  if (wanted.size === 0)
    return fail('usage', 'No session was reset, so there is nothing to save.', 'Nothing was written.');
  let file: number;
  try {
    file = openSync(order.out, 'wx', 0o600);
  } catch (error) {
    return cannotWrite(error, order.out);
  }
  let [packets, writtenLinkType, strange] = [0, -1, -1];
  let trouble: unknown = null;
  const put = (bytes: Uint8Array): void => {
    if (trouble !== null) return;
    try {
      writeSync(file, bytes);
    } catch (error) {
      trouble = error;
    }
  };
  const again = new SessionTracker(ranges, { shortWay: false });
  const sink: PacketSink = {
    packet(bytes, at, end, wireEnd, linkType, seconds, nanoseconds, point, number) {
      again.packet(bytes, at, end, wireEnd, linkType, seconds, nanoseconds, point, number);
      if (!wanted.has(again.stream)) return;
      if (writtenLinkType < 0) {
        writtenLinkType = linkType;
        put(pcapHeader(linkType));
      }
      if (linkType !== writtenLinkType) {
        strange = linkType;
        return;
      }
      const kept = bytes.subarray(at, order.whole ? end : Math.min(end, again.headersEnd));
      put(pcapRecord(kept, wireEnd - at, seconds, nanoseconds));
      packets += 1;
    },
  };
  const written = await readCaptures(paths, (index) => {
    again.file = index;
    return sink;
  });
  closeSync(file);
  let problem = written.ok ? null : written;
  if (strange >= 0) problem = differingLinks(writtenLinkType, strange);
  if (trouble !== null) problem = cannotWrite(trouble, order.out);
  if (problem === null) return succeed({ sessions: wanted.size, packets });
  rmSync(order.out);
  return problem;
}

function cannotWrite(error: unknown, path: string) {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EEXIST')
    return fail('usage', `${path} is there already and is not overwritten.`, 'Name another file.');
  if (code === 'ENOENT')
    return fail('not-found', `There is no folder for ${path}.`, 'Make the folder first, or name another.');
  if (code === 'EACCES' || code === 'EPERM')
    return fail('no-permission', `You may not write ${path}.`, 'Choose a folder of your own.');
  return problemFromSystem(error, path);
}

const differingLinks = (one: number, other: number) =>
  fail(
    'usage',
    `The reset sessions were captured on different kinds of link (${linkTypeName(one)} and ${linkTypeName(other)}), which one pcap file cannot hold.`,
    'Save them file by file.',
  );
