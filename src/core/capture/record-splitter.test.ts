import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pcapFile } from '../../test-support/build-capture.ts';
import { handshake } from '../../test-support/sessions.ts';
import { createRecordSplitter } from './record-splitter.ts';

const file = pcapFile(handshake());
const HEADER = 24;

/** Where the records of a classic file begin, and its end. */
function boundaries(bytes: Uint8Array): Set<number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const found = new Set([0]);
  for (let at = HEADER; at <= bytes.length; at += 16 + view.getUint32(at + 8, true)) {
    found.add(at);
    if (at === bytes.length) break;
  }
  return found;
}

const u32 = (...numbers: number[]) => new Uint8Array(Uint32Array.from(numbers).buffer);
const SECTION = u32(0x0a0d0d0a, 28, 0x1a2b3c4d, 1, 0xffffffff, 0xffffffff, 28);
const INTERFACE = u32(1, 20, 1, 0, 20);
const PACKET = u32(6, 32, 0, 0, 0, 0, 0, 32);
const concat = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

test('whatever the pieces, nothing is lost or changed, and each cut lies between two records', () => {
  const cuts = boundaries(file);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1 }), (sizes) => {
      const splitter = createRecordSplitter();
      const given: Uint8Array[] = [];
      let length = 0;
      for (let at = 0, turn = 0; at < file.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        given.push(splitter.push(file.subarray(at, at + size)).slice());
        length += given.at(-1)?.length ?? 0;
        expect(cuts.has(length), `a cut at ${length}`).toBe(true);
        at += size;
      }
      expect(concat(...given, splitter.rest())).toEqual(file);
      expect(splitter.rest()).toHaveLength(0);
    }),
  );
});

test('a file that goes on begins with the header, or with the section and its interfaces', () => {
  const classic = createRecordSplitter();
  expect(classic.opening()).toBeNull();
  classic.push(file.subarray(0, 100));
  expect(classic.opening()).toEqual(file.slice(0, HEADER));
  const blocks = createRecordSplitter();
  expect(blocks.push(concat(SECTION, INTERFACE, PACKET, INTERFACE, PACKET.subarray(0, 9)))).toHaveLength(100);
  expect(blocks.opening()).toEqual(concat(SECTION, INTERFACE, INTERFACE));
});

test.each([
  ['text', new TextEncoder().encode('this is no capture at all')],
  ['a block of no length', concat(SECTION, u32(6, 0, 0))],
  ['a record longer than any', concat(file.slice(0, HEADER), u32(0, 0, 0x7fffffff, 0))],
])('%s is handed on as it comes, and gives no beginning for another file', (_, bytes) => {
  const splitter = createRecordSplitter();
  const first = splitter.push(bytes).slice();
  const second = splitter.push(bytes.subarray(0, 5)).slice();
  expect(concat(first, second)).toEqual(concat(bytes, bytes.subarray(0, 5)));
  expect(splitter.opening()).toBeNull();
});

test('what is kept does not change with the memory it was read into, as a Buffer of a stream may', () => {
  const splitter = createRecordSplitter();
  const memory = Buffer.from(file);
  splitter.push(memory.subarray(0, HEADER + 10));
  memory.fill(0xff);
  expect(splitter.opening()).toEqual(file.slice(0, HEADER));
  expect(splitter.rest()).toEqual(file.slice(HEADER, HEADER + 10));
});
