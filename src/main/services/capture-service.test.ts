import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeElevation, liveApp } from '../../test-support/live-app.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'captures-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a folder full of files is refused with what to do instead, before any is looked at', async () => {
  const { capture } = liveApp(folder, fakeElevation().elevation);
  const many = Array.from({ length: 501 }, (_, index) => join(folder, `${index}.pcap`));
  expect(await capture.openDropped(many as never)).toMatchObject({
    ok: false,
    problem: { kind: 'too-large', message: expect.stringContaining('501') },
  });
});
