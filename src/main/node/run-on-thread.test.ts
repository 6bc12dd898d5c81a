import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fail } from '../../contract/problem.ts';
import type { ThreadOrder } from '../../test-support/thread-worker.ts';
import { createThreadRunner } from './run-on-thread.ts';

const WORKER = join(import.meta.dirname, '..', '..', 'test-support', 'thread-worker.ts');
const PROBLEMS = {
  tooLarge: fail('too-large', 'too large', ''),
  bug: fail('bug', 'bug', ''),
  cancelled: fail('cancelled', 'cancelled', ''),
};

const runner = (keptHeapBytes?: number) =>
  createThreadRunner<ThreadOrder, string, number>(WORKER, null, {
    problems: PROBLEMS,
    ...(keptHeapBytes === undefined ? {} : { keptHeapBytes }),
  });

const nothing = (): void => {};

describe('orders on threads', () => {
  test('are answered once each, with what was said meanwhile', async () => {
    const said: string[] = [];
    const { result } = runner().run('answer', (progress) => said.push(progress));
    expect(await result).toMatchObject({ ok: true });
    expect(said).toEqual(['begun: answer']);
  });

  test('are given to the thread that waits, which is one', async () => {
    const threads = runner(60e6);
    expect(threads.isReady()).toBe(false);
    const first = await threads.run('answer', nothing).result;
    expect(threads.isReady()).toBe(true);
    expect(await threads.run('answer', nothing).result).toEqual(first);
    const both = [threads.run('answer', nothing), threads.run('answer', nothing)];
    const [one, other] = await Promise.all(both.map(({ result }) => result));
    expect(one).toEqual(first);
    expect(other).not.toEqual(first);
    expect(threads.isReady()).toBe(true);
  });

  test('each have their own where none is kept, or where it has grown too large', async () => {
    const threads = runner();
    const first = await threads.run('answer', nothing).result;
    expect(threads.isReady()).toBe(false);
    expect(await threads.run('answer', nothing).result).not.toEqual(first);
    const kept = runner(60e6);
    await kept.run('grow', nothing).result;
    expect(kept.isReady()).toBe(false);
  });

  test('become a problem when they are cancelled, and the next one does not notice', async () => {
    const threads = runner(60e6);
    await threads.run('answer', nothing).result;
    const waiting = threads.run('wait', nothing);
    waiting.cancel();
    waiting.cancel();
    expect(await waiting.result).toEqual(PROBLEMS.cancelled);
    expect(threads.isReady()).toBe(false);
    expect(await threads.run('answer', nothing).result).toMatchObject({ ok: true });
  });

  test('are not cancelled by whoever asked the same thread before', async () => {
    const threads = runner(60e6);
    const before = threads.run('answer', nothing);
    await before.result;
    const after = threads.run('answer', nothing);
    before.cancel();
    expect(await after.result).toMatchObject({ ok: true });
  });

  test('become a problem when the thread breaks', async () => {
    const threads = runner(60e6);
    expect(await threads.run('throw', nothing).result).toEqual(PROBLEMS.bug);
    expect(threads.isReady()).toBe(false);
    expect(await threads.run('answer', nothing).result).toMatchObject({ ok: true });
  });
});
