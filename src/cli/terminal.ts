/** Where a command writes. Results go to `out`, everything else to `note`. */
export interface Terminal {
  out(text: string): void;
  note(text: string): void;
  readonly color: boolean;
  /** True when a progress line may be drawn. */
  readonly progress: boolean;
}

export function systemTerminal(): Terminal {
  return {
    out: (text) => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    note: (text) => process.stderr.write(text.endsWith('\n') ? text : `${text}\n`),
    color: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
    progress: process.stderr.isTTY === true,
  };
}

export const bold = (terminal: Terminal, text: string): string =>
  terminal.color ? `\u001b[1m${text}\u001b[22m` : text;
export const quiet = (terminal: Terminal, text: string): string =>
  terminal.color ? `\u001b[2m${text}\u001b[22m` : text;

/** Text from files and networks must stay inert on a terminal: control characters become visible marks. */
export function inert(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being removed
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

/** Breaks text at blanks; words longer than the width stay whole (addresses and commands are never broken). */
export function wrap(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((one, index) => (index === 0 ? one : indent + one)).join('\n');
}
