import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCase } from '../../src/core/session/case-events.ts';
import * as facts from './diagnose-facts.ts';
import { giveToOrdinaryUser } from './ordinary-user.ts';

/** A case that was measured before this start, on the disk as the program leaves it. @returns its folder */
export const measuredCase = (userDataDir: string, files: Readonly<Record<string, unknown>>): string => {
  const begun = createCase('OTTER-42', '2026-11-26T09:00:00.000Z');
  const folder = join(userDataDir, 'cases', begun.id);
  mkdirSync(folder, { recursive: true });
  const measuredAt = 'diagnosis.json' in files ? facts.SHIFT.endedAt : null;
  const current = { ...begun, diagnosis: { measuredAt, addedTraces: 0 } };
  for (const [name, document] of Object.entries({ ...files, 'case.json': current }))
    writeFileSync(join(folder, name), JSON.stringify(document));
  writeFileSync(join(userDataDir, 'cases', 'last-opened.json'), JSON.stringify(begun.id));
  giveToOrdinaryUser(join(userDataDir, 'cases'));
  return folder;
};
