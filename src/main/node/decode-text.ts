/** What a console writes where it does not write Unicode. The labels are those of the WHATWG Encoding Standard. */
type ConsoleEncoding =
  | 'utf-8'
  | 'utf-16le'
  | 'utf-16be'
  | 'shift_jis'
  | 'gbk'
  | 'ibm866'
  | 'windows-1251'
  | 'windows-1252';

export interface DecodedText {
  readonly text: string;
  readonly encoding: ConsoleEncoding;
}

const ENOUGH = 64 * 1024;

/**
 * Bytes of a saved console text as text: by its byte order mark, else as UTF-16 when every other byte is zero, else as
 * UTF-8 when it is valid, else by the code page that makes words of it (Japanese, Chinese, Cyrillic of DOS or Windows),
 * else as Western. Western DOS pages (437, 850) come out with wrong accents and right digits, names and addresses.
 * Never fails: what fits nowhere becomes U+FFFD.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const encoding = findEncoding(bytes);
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

function findEncoding(bytes: Uint8Array): ConsoleEncoding {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  const sample = bytes.subarray(0, ENOUGH);
  const zeros = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  if ((zeros[1] ?? 0) > sample.length / 5 && (zeros[0] ?? 0) === 0) return 'utf-16le';
  if ((zeros[0] ?? 0) > sample.length / 5 && (zeros[1] ?? 0) === 0) return 'utf-16be';
  if (tryDecode('utf-8', sample, bytes.length > sample.length) !== null) return 'utf-8';
  const japanese = tryDecode('shift_jis', sample, true) ?? '';
  if ((japanese.match(/[\u3041-\u3096\u30a1-\u30fa]/g) ?? []).length >= 3) return 'shift_jis';
  const cyrillic = (['ibm866', 'windows-1251'] as const)
    .map((encoding) => ({ encoding, score: cyrillicScore(tryDecode(encoding, sample, true) ?? '') }))
    .sort((one, other) => other.score - one.score)[0];
  if (cyrillic && cyrillic.score >= 3) return cyrillic.encoding;
  const chinese = tryDecode('gbk', sample, true);
  if (chinese !== null && (chinese.match(/[\u4e00-\u9fff]/g) ?? []).length >= 3) return 'gbk';
  return 'windows-1252';
}

/** @returns null when a byte has no meaning in that encoding */
function tryDecode(encoding: ConsoleEncoding, bytes: Uint8Array, mayBeCut: boolean): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: mayBeCut });
  } catch {
    return null;
  }
}

/** Words of Cyrillic are runs of letters with the common ones among them; a wrong page gives capitals and box lines in between. */
function cyrillicScore(text: string): number {
  const words = text.match(/[а-яёА-ЯЁ]{2,}/g) ?? [];
  const isWord = (word: string): boolean => /^[А-ЯЁ]?[а-яё]+$/.test(word) && /[оеаиу]|^мс$/.test(word);
  const strange = text.match(/[\u2500-\u259f\u0402-\u040f\u0452-\u045f]/g) ?? [];
  return words.filter(isWord).length - words.filter((word) => !isWord(word)).length - strange.length / 2;
}
