import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { recordedCapture } from './captures.ts';
import { giveToOrdinaryUser } from './ordinary-user.ts';
import type { RunningApp } from './running-app.ts';

/** Puts a recording into a case as a killed program leaves it. @returns its folder, and its name once it is taken up */
export function leaveRecording(
  { userDataDir }: RunningApp,
  caseId: string,
  scenario: string,
): { readonly folder: string; readonly name: string } {
  const folder = join(userDataDir, 'cases', caseId);
  const name = 'capture-2026-11-24T09-00-00-000Z.pcap';
  mkdirSync(folder, { recursive: true });
  copyFileSync(recordedCapture(scenario), join(folder, `${name}.partial`));
  giveToOrdinaryUser(join(folder, `${name}.partial`));
  return { folder, name };
}
