import { expect, test } from 'vitest';
import { entriesLost } from './entries-lost.ts';

const BEFORE = Buffer.from(
  '\r\n127.0.0.1 localhost\r\n10.0.0.1\tprinter # mine\r\n10.0.0.2 nas NAS.local\r\n',
);

test.each([
  ['nothing', '10.0.0.1 printer\n10.0.0.2   nas nas.LOCAL # still\n', 0],
  ['one', '127.0.0.1 localhost\n10.0.0.2 nas nas.local\n# 10.0.0.1 printer\n', 1],
  ['everything, as Defender’s remedy leaves it', '# Copyright (c) Microsoft Corp.\r\n', 2],
])('%s is lost', (_what, now, lost) => {
  expect(entriesLost(BEFORE, Buffer.from(now))).toBe(lost);
});
