import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import type { MeanwhileRecording } from '../contract/meanwhile-recording.ts';
import { type Result, succeed } from '../contract/problem.ts';
import { joinRing } from '../main/node/capture-file.ts';
import { systemLivePorts } from '../main/node/live-ports.ts';
import { readHere } from '../main/node/live-reader.ts';
import { analyseCaptures } from '../main/services/analyse-captures.ts';
import { planCapture, targetAddresses } from '../main/services/plan-capture.ts';
import { orderAround, readStretches } from '../main/services/read-stretches.ts';
import { recordAroundResets } from '../main/services/record-around-resets.ts';
import type { CommandContext } from './command.ts';

/** A capture that runs beside a measurement. Whoever begins it closes it. */
export interface MeanwhileRecorder {
  /** An attempt of ours was reset. */
  happened(): void;
  /** Ends it and reads what is kept. */
  end(): Promise<MeanwhileRecording | null>;
  close(): Promise<void>;
}

/** Captures into that file, by rights asked for as by `capture`; a longer one goes on in FILE-2 and so on. */
export async function beginRecording(
  out: string,
  { facts, terminal, brokerFile, now }: CommandContext,
  stop: AbortSignal,
): Promise<Result<MeanwhileRecorder>> {
  const live = systemLivePorts({ runtime: process.execPath, broker: brokerFile }, (targets) =>
    readHere(facts, targets),
  );
  const targets = await targetAddresses(facts.playbook, live.resolve);
  const order = orderAround(targets);
  terminal.note((await planCapture(live, order)).command.join('\n'));
  const recorded = await recordAroundResets({
    pathOf: (stretch) => pathOf(resolve(out), stretch),
    order,
    openSource: (events) => live.elevation.open(events, false, stop),
    startReading: () => live.startReading(targets),
    freeBytes: live.freeBytes,
    onProgress: () => {},
    onReset: ({ at, server, cause }) => terminal.note(`${at} reset from ${server.address}: ${cause}`),
    now,
  });
  if (!recorded.ok) {
    await live.elevation.close();
    return recorded;
  }
  const { happened, end } = recorded.value;
  const finish = async (path: string): Promise<string> => {
    await joinRing(path);
    return path;
  };
  const analyse = (path: string) =>
    analyseCaptures({ paths: [path], targets: [], selection: 'reset' }, facts);
  return succeed({
    happened,
    end: async () => readStretches(await end(), { finish, analyse }, now().toISOString()),
    close: async () => {
      await end();
      await live.elevation.close();
    },
  });
}

/** The name of a further stretch; one that is taken is passed over. */
function pathOf(first: string, stretch: number): string {
  if (stretch === 1) return first;
  const ending = extname(first);
  const plain = first.slice(0, first.length - ending.length);
  for (let number = stretch; ; number += 1) {
    const path = `${plain}-${number}${ending}`;
    if (!existsSync(path)) return path;
  }
}
