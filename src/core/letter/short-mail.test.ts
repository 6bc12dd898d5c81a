import { expect, test } from 'vitest';
import type { LetterSection } from '../../contract/letter.ts';
import { shortMail } from './short-mail.ts';

const section = (id: LetterSection['id'], text: string): LetterSection => ({
  ...{ id, heading: `About ${id}`, edited: false },
  lines: [
    { kind: 'text', text },
    { kind: 'item', text: 'an entry' },
  ],
});
const read = (url: string) => new URL(url).searchParams;

test('statement, question and contact go into the mail, in that order; the evidence does not', () => {
  const sections = [
    section('contact', 'c'),
    section('path', 'hops'),
    section('ask', 'a'),
    section('statement', 's'),
  ];
  const found = read(shortMail({ subject: 'A & B?', sections }));
  expect(found.get('subject')).toBe('A & B?');
  expect(found.get('body')).toBe(
    'About statement\r\ns\r\n- an entry\r\n\r\nAbout ask\r\na\r\n- an entry\r\n\r\nAbout contact\r\nc\r\n- an entry',
  );
});

test('nothing in it becomes another field of the address', () => {
  const url = shortMail({ subject: 'x&attach=/etc/passwd#', sections: [section('ask', '&cc=a@b.c&body=z')] });
  expect(url).toMatch(/^mailto:\?subject=[^&#?]*&body=[^&#?]*$/);
  expect([...read(url).keys()]).toEqual(['subject', 'body']);
});

test.each(['word ', '経路が分かれています。', '😀 '])(
  'a long one of %s is cut at a limit, within no character',
  (piece) => {
    const url = shortMail({ subject: 'Long', sections: [section('statement', piece.repeat(2_000))] });
    expect(url.length).toBeLessThanOrEqual(2_000);
    expect(url.length).toBeGreaterThan(800);
    expect(read(url).get('body')).toMatch(/\[…\]$/);
    expect(read(url).get('body')).not.toContain('\ufffd');
  },
);
