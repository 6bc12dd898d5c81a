import { fromAppSchema, fromBrokerSchema } from '../../../src/contract/broker.ts';
import { createFrameDecoder, encodeFrame } from '../../../src/contract/broker-frames.ts';
import { fingerprintOf } from '../draw.ts';
import { ascii, type FuzzTarget, promise, promiseSame } from '../fuzz-target.ts';

interface Heard {
  readonly frames: readonly { readonly kind: string; readonly text: string }[];
  readonly damage: unknown;
}

function hear(input: Uint8Array, sizes: readonly number[]): Heard {
  const decoder = createFrameDecoder();
  const frames: { kind: string; text: string }[] = [];
  for (let at = 0, turn = 0; at < input.length; turn += 1) {
    const size = sizes[turn % sizes.length] as number;
    for (const { kind, payload } of decoder.push(input.subarray(at, at + size)))
      frames.push({ kind, text: Buffer.from(payload).toString('utf8') });
    at += size;
  }
  return { frames, damage: decoder.damage };
}

const control = (message: unknown): Uint8Array => encodeFrame('control', ascii(JSON.stringify(message)));

/** What both ends of the broker's socket hear: frames, and the messages in them. */
export const target: FuzzTarget = {
  name: 'broker-frames',
  mostBytes: 2000,
  seeds: () => [
    control({ kind: 'hello', protocol: 1, version: '0.1.0', pid: 7, token: 'a'.repeat(64) }),
    control({
      kind: 'request',
      id: 1,
      verb: 'capture.start',
      body: { interface: 'any', targets: ['104.192.141.1'], maxSeconds: 60, maxBytes: 1000, ring: false },
    }),
    control({ kind: 'request', id: 2, verb: 'status', body: {} }),
    Buffer.concat([control({ kind: 'heartbeat' }), encodeFrame('capture', new Uint8Array(40).fill(7))]),
  ],
  dictionary: [
    ...[
      [0, 0, 0, 1, 0],
      [0, 0, 0, 1, 1],
      [0, 1, 0, 0, 0],
      [0, 1, 0, 1, 0],
      [0, 0x10, 0, 1, 1],
    ].map((bytes) => Uint8Array.from(bytes)),
    ...['"verb":"hosts.apply"', '"__proto__":{}', '1e400', '-0', '\\u0000', 'null', '[[[[', '"kind":'].map(
      ascii,
    ),
  ],
  run(input) {
    const whole = hear(input, [input.length]);
    const mark = fingerprintOf(input);
    promiseSame(
      hear(input, [1 + (mark & 7), 1 + ((mark >>> 3) & 31)]),
      whole,
      'how the bytes arrive changes what is heard',
    );
    const bytes = whole.frames.reduce((sum, { text }) => sum + text.length, 0);
    promise(bytes <= input.length * 3, 'no byte is heard that was not said');
    for (const { kind, text } of whole.frames) {
      if (kind !== 'control') continue;
      let message: unknown;
      try {
        message = JSON.parse(text);
      } catch {
        continue;
      }
      fromAppSchema.safeParse(message);
      fromBrokerSchema.safeParse(message);
    }
  },
};
