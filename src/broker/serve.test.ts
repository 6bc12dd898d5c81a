import { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HEARTBEAT_LIMIT_MS } from '../contract/broker.ts';
import { encodeFrame } from '../contract/broker-frames.ts';
import { AGE_LIMIT_MS, IDLE_LIMIT_MS } from './caps.ts';
import { type EndReason, serve } from './serve.ts';

const SECOND = 1_000;

/** A broker on an imagined socket; `say` is the program speaking. */
function start(hostsFile = '/nonexistent/hosts') {
  const socket = new Duplex({ read: () => {}, write: (_bytes, _encoding, done) => done() });
  const talk = serve({ socket, token: 'a'.repeat(64), version: '1', tools: [], hostsFile });
  let reason: EndReason | null = null;
  void talk.ended.then((why) => {
    reason = why;
  });
  const say = (message: object): void => {
    socket.push(encodeFrame('control', Buffer.from(JSON.stringify(message))));
  };
  return { talk, say, socket, reason: () => reason };
}

const heartbeat = { kind: 'heartbeat' };
const status = { kind: 'request', id: 1, verb: 'status', input: {} };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets time pass in steps, the program saying something at each. */
async function pass(ms: number, stepMs: number, speak: () => void): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    speak();
    await vi.advanceTimersByTimeAsync(stepMs);
  }
}

describe('the life of a broker', () => {
  it('ends when the program has been silent for too long, and not before', async () => {
    const { reason } = start();
    await vi.advanceTimersByTimeAsync(HEARTBEAT_LIMIT_MS - SECOND);
    expect(reason()).toBeNull();
    await vi.advanceTimersByTimeAsync(3 * SECOND);
    expect(reason()).toBe('silent');
  });

  it('ends when nobody has asked it for anything for a long time, heartbeats or not', async () => {
    const { say, reason } = start();
    await pass(IDLE_LIMIT_MS - 10 * SECOND, 10 * SECOND, () => say(heartbeat));
    expect(reason()).toBeNull();
    await pass(30 * SECOND, 10 * SECOND, () => say(heartbeat));
    expect(reason()).toBe('idle');
  });

  it('ends at its age, however busy', async () => {
    const { say, reason } = start();
    await pass(AGE_LIMIT_MS - 10 * SECOND, 10 * SECOND, () => say(status));
    expect(reason()).toBeNull();
    await pass(30 * SECOND, 10 * SECOND, () => say(status));
    expect(reason()).toBe('old');
  });

  it('ends when the socket closes, and when it is told goodbye', async () => {
    const closed = start();
    closed.socket.destroy();
    await vi.advanceTimersByTimeAsync(10);
    expect(closed.reason()).toBe('closed');
    const told = start();
    told.say({ kind: 'request', id: 1, verb: 'bye', input: {} });
    await vi.advanceTimersByTimeAsync(10);
    expect(told.reason()).toBe('bye');
  });

  it('has no tool to capture with where none is installed, and says so', async () => {
    const { socket, say } = start();
    const written: string[] = [];
    vi.spyOn(socket, 'write').mockImplementation((bytes: Buffer) => {
      written.push(Buffer.from(bytes).toString('latin1'));
      return true;
    });
    say({
      kind: 'request',
      id: 5,
      verb: 'capture.start',
      input: { interface: 'any', targets: ['127.0.0.1'], maxSeconds: 1, maxBytes: 1, ring: false },
    });
    await vi.advanceTimersByTimeAsync(10);
    expect(written.join()).toContain('"no-tool"');
  });
});
