/** Every entry in one form, whatever blanks and remarks are around it. Names the system itself needs are nobody's own. */
function entriesOf(bytes: Uint8Array): string[] {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text.split(/\r\n|\r|\n/).flatMap((line) => {
    const [address = '', ...names] = (line.split('#')[0] ?? '').trim().toLowerCase().split(/\s+/);
    const own = names.filter((name) => name !== 'localhost');
    return own.length === 0 ? [] : [`${address} ${own.join(' ')}`];
  });
}

/**
 * How many entries of a hosts file are no longer in a later version of it: Defender's remedy for a changed hosts file
 * sets the whole file back and loses everybody's (SettingsModifier:Win32/HostsFileHijack).
 */
export function entriesLost(before: Uint8Array, now: Uint8Array): number {
  const left = new Set(entriesOf(now));
  return entriesOf(before).filter((entry) => !left.has(entry)).length;
}
