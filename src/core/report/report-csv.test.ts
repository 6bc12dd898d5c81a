import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyseBytes } from '../../test-support/analyse-bytes.ts';
import { resetsCsv, sessionsCsv } from './report-csv.ts';

const capture = readFileSync(
  join(import.meta.dirname, '..', '..', '..', 'e2e', 'fixtures', 'captures', 'alternate-split.pcap'),
);
const { sessions } = analyseBytes(capture);
const rowsOf = (csv: string): Record<string, string>[] => {
  const [head = '', ...lines] = csv.trimEnd().split('\r\n');
  const names = head.split(',');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((value, index) => [names[index] ?? '', value])),
  );
};

test('every session and every reset of the document is a line, with the same numbers', () => {
  const rows = rowsOf(sessionsCsv(sessions));
  expect(rows).toHaveLength(sessions.length);
  for (const [index, session] of sessions.entries())
    expect(rows[index]).toMatchObject({
      session: session.id,
      server_address: session.server.address,
      bytes_to_client: String(session.bytes.toClient),
      syn_ack_ttl: String(session.synAckTtl ?? ''),
      resets: String(session.resets.length),
    });
  const resets = rowsOf(resetsCsv(sessions));
  expect(resets).toHaveLength(sessions.flatMap((session) => session.resets).length);
  expect(resets.length).toBeGreaterThan(0);
  const [first] = sessions.filter((session) => session.resets.length > 0);
  expect(resets[0]).toMatchObject({
    session: first?.id,
    ttl: String(first?.resets[0]?.ttl),
    cause: first?.resets[0]?.cause,
  });
});

test('what has a meaning in the format, or for a spreadsheet, loses it', () => {
  const [one] = sessions;
  if (one === undefined) throw new Error('no session');
  const hostile = { ...one, id: '=cmd|"x",1', resets: [] };
  const csv = sessionsCsv([hostile]);
  expect(csv.split('\r\n')[1]).toMatch(/^"'=cmd\|""x"",1",/);
  expect(csv.match(/\r\n/g)).toHaveLength(2);
  expect(resetsCsv([hostile]).trimEnd().split('\r\n')).toHaveLength(1);
});
