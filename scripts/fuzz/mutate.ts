import type { Draw } from './draw.ts';

/** Numbers at which lengths, counts and times go wrong. */
const EDGES = [
  0, 1, 2, 3, 4, 7, 8, 11, 12, 15, 16, 19, 20, 31, 32, 63, 64, 127, 128, 255, 256, 1500, 4095, 32_767, 32_768,
  65_535, 65_536, 262_144, 262_145, 0xff_ffff, 0x100_0000, 0x100_0004, 0x7fff_ffff, 0x8000_0000, 0xffff_fffc,
  0xffff_ffff,
];

type Change = (bytes: Uint8Array, draw: Draw, others: readonly Uint8Array[]) => Uint8Array;

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);
const copied = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);

const flipBit: Change = (bytes, draw) => {
  const made = copied(bytes);
  const at = draw.below(made.length);
  made[at] = (made[at] as number) ^ (1 << draw.below(8));
  return made;
};

const setByte: Change = (bytes, draw) => {
  const made = copied(bytes);
  made[draw.below(made.length)] = draw.below(256);
  return made;
};

/** A whole number of two or four bytes becomes one of the edges, or moves a little, in either byte order. */
const setNumber: Change = (bytes, draw) => {
  const size = draw.oneOf([2, 4, 4]);
  if (bytes.length < size) return setByte(bytes, draw, []);
  const made = copied(bytes);
  const view = new DataView(made.buffer);
  const last = made.length - size;
  const at = draw.below(2) === 0 ? draw.below(last + 1) : draw.below((last >> 2) + 1) * 4;
  const isLittle = draw.below(2) === 0;
  const before = size === 2 ? view.getUint16(at, isLittle) : view.getUint32(at, isLittle);
  const after = draw.oneOf([draw.oneOf(EDGES), before + draw.below(33) - 16, made.length - at, before * 2]);
  if (size === 2) view.setUint16(at, after & 0xffff, isLittle);
  else view.setUint32(at, after >>> 0, isLittle);
  return made;
};

const cut: Change = (bytes, draw) => bytes.subarray(0, draw.below(bytes.length));

const leaveOut: Change = (bytes, draw) => {
  const from = draw.below(bytes.length);
  const to = from + 1 + draw.below(Math.min(bytes.length - from, 64));
  return joined(bytes.subarray(0, from), bytes.subarray(to));
};

/** What is read in a time that grows with the square of its length shows itself here. */
const repeat: Change = (bytes, draw) => {
  const from = draw.below(bytes.length);
  const piece = bytes.subarray(from, from + 1 + draw.below(48));
  const times = draw.oneOf([1, 2, 8, 64, 1024]);
  return joined(bytes.subarray(0, from), ...Array.from({ length: times }, () => piece), bytes.subarray(from));
};

const splice: Change = (bytes, draw, others) => {
  const other = draw.oneOf(others);
  const from = draw.below(other.length);
  const piece = other.subarray(from, from + 1 + draw.below(other.length - from));
  const at = draw.below(bytes.length);
  const isOver = draw.below(2) === 0;
  return joined(bytes.subarray(0, at), piece, bytes.subarray(isOver ? at + piece.length : at));
};

const changes: readonly Change[] = [flipBit, setByte, setNumber, setNumber, cut, leaveOut, repeat, splice];

/** Puts a word of the dictionary in, or over what is there. */
function placeWord(bytes: Uint8Array, draw: Draw, dictionary: readonly Uint8Array[]): Uint8Array {
  const word = draw.oneOf(dictionary);
  const at = draw.below(bytes.length + 1);
  const isOver = draw.below(2) === 0;
  return joined(bytes.subarray(0, at), word, bytes.subarray(isOver ? at + word.length : at));
}

/**
 * One input made of another by one to six changes.
 *
 * @param others inputs to take pieces from
 * @param mostBytes what is longer is cut
 */
export function mutate(
  bytes: Uint8Array,
  draw: Draw,
  others: readonly Uint8Array[],
  dictionary: readonly Uint8Array[],
  mostBytes: number,
): Uint8Array {
  let made = bytes;
  for (let left = draw.oneOf([1, 1, 1, 2, 2, 3, 4, 6]); left > 0; left -= 1) {
    if (dictionary.length > 0 && draw.below(5) === 0) made = placeWord(made, draw, dictionary);
    else if (made.length === 0) made = Uint8Array.of(draw.below(256));
    else made = draw.oneOf(changes)(made, draw, others);
  }
  return copied(made.subarray(0, mostBytes));
}
