import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

/**
 * Keys for windows no test driver can reach, such as GTK's own file dialogs: as much of the X11 protocol (version 11,
 * little-endian) and its XTEST extension as typing needs. Only for displays without access control, as ours.
 */
export type X11Keyboard = {
  /** Ids of the top-level windows that can be seen now, lowest first. */
  readonly windows: () => Promise<number[]>;
  /** Gives a window the keyboard, as a window manager would. */
  readonly focus: (window: number) => Promise<void>;
  /** Types a text of characters that stand on the keyboard; `\n` is Return. */
  readonly type: (text: string) => Promise<void>;
  readonly close: () => void;
};

const OPCODE = {
  attributes: 3,
  queryTree: 15,
  setInputFocus: 42,
  getInputFocus: 43,
  queryExtension: 98,
  keyboardMapping: 101,
};
const FAKE_INPUT = 2;
const [KEY_PRESS, KEY_RELEASE] = [2, 3];
const RETURN_KEYSYM = 0xff0d;
const SHIFT_KEYSYM = 0xffe1;
const VIEWABLE = 2;
const REPLY = 1;

const padded = (length: number): number => (length + 3) & ~3;

/** Reads so many bytes; waits for those that have not come yet. */
const readBytes = async (socket: Socket, length: number): Promise<Buffer> => {
  for (;;) {
    const bytes: Buffer | null = socket.read(length);
    if (bytes !== null) return bytes;
    await once(socket, 'readable');
  }
};

const request = (opcode: number, detail: number, body: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt8(opcode, 0);
  head.writeUInt8(detail, 1);
  head.writeUInt16LE(1 + body.length / 4, 2);
  return Buffer.concat([head, body]);
};

const uint32s = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
};

export const connectKeyboard = async (display: string): Promise<X11Keyboard> => {
  const socket = createConnection(`/tmp/.X11-unix/X${display.replace(/^.*:/, '').replace(/\..*$/, '')}`);
  await once(socket, 'connect');
  socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  const greeting = await readBytes(socket, 8);
  const setUp = await readBytes(socket, greeting.readUInt16LE(6) * 4);
  if (greeting[0] !== REPLY) throw new Error('the display refused the connection');
  const [firstKey, lastKey] = [setUp.readUInt8(26), setUp.readUInt8(27)];
  const root = setUp.readUInt32LE(32 + padded(setUp.readUInt16LE(16)) + 8 * setUp.readUInt8(21));

  const ask = async (message: Buffer): Promise<Buffer> => {
    socket.write(message);
    for (;;) {
      const head = await readBytes(socket, 32);
      if (head[0] === REPLY) {
        const rest = head.readUInt32LE(4) * 4;
        return rest === 0 ? head : Buffer.concat([head, await readBytes(socket, rest)]);
      }
      if (head[0] === 0)
        throw new Error(`the display refused request ${head.readUInt8(10)}: ${head.readUInt8(1)}`);
    }
  };
  /** Nothing is answered to a key or a focus; a question after it is answered when it has happened. */
  const settle = () => ask(request(OPCODE.getInputFocus, 0, Buffer.alloc(0)));

  const name = Buffer.from('XTEST\0\0\0');
  const lengths = Buffer.alloc(4);
  lengths.writeUInt16LE(5, 0);
  const extension = await ask(request(OPCODE.queryExtension, 0, Buffer.concat([lengths, name])));
  if (extension[8] !== 1) throw new Error('the display has no XTEST');
  const xtest = extension.readUInt8(9);

  const wanted = Buffer.from([firstKey, lastKey - firstKey + 1, 0, 0]);
  const mapping = await ask(request(OPCODE.keyboardMapping, 0, wanted));
  const perKey = mapping.readUInt8(1);
  const keys = new Map<number, { readonly key: number; readonly shift: boolean }>();
  for (let key = firstKey; key <= lastKey; key += 1)
    for (const level of [0, 1].slice(0, perKey)) {
      const keysym = mapping.readUInt32LE(32 + ((key - firstKey) * perKey + level) * 4);
      if (keysym !== 0 && !keys.has(keysym)) keys.set(keysym, { key, shift: level === 1 });
    }

  const fake = (type: number, key: number): void => {
    const body = Buffer.alloc(32);
    body.writeUInt8(type, 0);
    body.writeUInt8(key, 1);
    body.writeUInt32LE(root, 8);
    socket.write(request(xtest, FAKE_INPUT, body));
  };

  return {
    windows: async () => {
      const tree = await ask(request(OPCODE.queryTree, 0, uint32s(root)));
      const children = Array.from({ length: tree.readUInt16LE(16) }, (_, index) =>
        tree.readUInt32LE(32 + index * 4),
      );
      const seen: number[] = [];
      for (const child of children) {
        const attributes = await ask(request(OPCODE.attributes, 0, uint32s(child)));
        if (attributes.readUInt8(26) === VIEWABLE) seen.push(child);
      }
      return seen;
    },
    focus: async (window) => {
      socket.write(request(OPCODE.setInputFocus, 1, uint32s(window, 0)));
      await settle();
    },
    type: async (text) => {
      const shiftKey = keys.get(SHIFT_KEYSYM)?.key ?? 0;
      for (const character of text) {
        const found = keys.get(character === '\n' ? RETURN_KEYSYM : character.charCodeAt(0));
        if (found === undefined) throw new Error(`"${character}" is not on the keyboard`);
        if (found.shift) fake(KEY_PRESS, shiftKey);
        fake(KEY_PRESS, found.key);
        fake(KEY_RELEASE, found.key);
        if (found.shift) fake(KEY_RELEASE, shiftKey);
        await settle();
      }
    },
    close: () => socket.destroy(),
  };
};
