/** One message on the socket: length of the payload (u32, big endian), kind (u8), payload. */
export type BrokerFrame =
  | { readonly kind: 'control'; readonly payload: Uint8Array }
  | { readonly kind: 'capture'; readonly payload: Uint8Array };

/** Bytes that are no frame. Nothing after it can be trusted, so the connection is to be dropped. */
type FrameDamage = 'unknown-kind' | 'bad-length';

export const FRAME_HEADER_BYTES = 5;

const KINDS = [
  { kind: 'control', mostBytes: 64 * 1024 },
  { kind: 'capture', mostBytes: 1024 * 1024 },
] as const;

/**
 * What stands before a payload of so many bytes.
 *
 * @throws RangeError when the payload is empty or too long for its kind: the sender's bug.
 */
export function frameHeader(kind: BrokerFrame['kind'], payloadBytes: number): Uint8Array {
  const number = KINDS.findIndex((known) => known.kind === kind);
  const most = KINDS[number as 0].mostBytes;
  if (payloadBytes === 0 || payloadBytes > most)
    throw new RangeError(`a ${kind} frame of ${payloadBytes} bytes`);
  const header = new Uint8Array(FRAME_HEADER_BYTES);
  new DataView(header.buffer).setUint32(0, payloadBytes);
  header[4] = number;
  return header;
}

/** @throws RangeError as `frameHeader` does */
export function encodeFrame(kind: BrokerFrame['kind'], payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(FRAME_HEADER_BYTES + payload.length);
  frame.set(frameHeader(kind, payload.length));
  frame.set(payload, FRAME_HEADER_BYTES);
  return frame;
}

export interface FrameDecoder {
  /** Hands over the frames these bytes complete, in order. After damage it gives nothing any more. */
  push(bytes: Uint8Array): readonly BrokerFrame[];
  readonly damage: FrameDamage | null;
}

/** Reads frames out of whatever pieces the socket delivers; holds at most one frame, copies every byte once. */
export function createFrameDecoder(): FrameDecoder {
  const header = new Uint8Array(FRAME_HEADER_BYTES);
  const view = new DataView(header.buffer);
  let headerFilled = 0;
  let payload: Uint8Array | null = null;
  let payloadFilled = 0;
  let damage: FrameDamage | null = null;

  function openPayload(): void {
    const length = view.getUint32(0);
    const known = KINDS[header[4] as 0];
    if (known === undefined) damage = 'unknown-kind';
    else if (length === 0 || length > known.mostBytes) damage = 'bad-length';
    else payload = new Uint8Array(length);
    payloadFilled = 0;
  }

  return {
    get damage() {
      return damage;
    },
    push(bytes) {
      const frames: BrokerFrame[] = [];
      for (let at = 0; at < bytes.length && damage === null; ) {
        if (payload === null) {
          const taken = Math.min(FRAME_HEADER_BYTES - headerFilled, bytes.length - at);
          header.set(bytes.subarray(at, at + taken), headerFilled);
          headerFilled += taken;
          at += taken;
          if (headerFilled === FRAME_HEADER_BYTES) openPayload();
          continue;
        }
        const taken = Math.min(payload.length - payloadFilled, bytes.length - at);
        payload.set(bytes.subarray(at, at + taken), payloadFilled);
        payloadFilled += taken;
        at += taken;
        if (payloadFilled < payload.length) continue;
        frames.push({ kind: KINDS[header[4] as 0].kind, payload });
        payload = null;
        headerFilled = 0;
      }
      return frames;
    },
  };
}
