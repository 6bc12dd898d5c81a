import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createAnswer } from './ipc-answer.ts';
import { createIpcFake } from './ipc-fake.ts';
import { defineIpc, type IpcHandlers, namesOf } from './ipc-table.ts';

const table = defineIpc({
  case: {
    calls: {
      open: { input: z.object({ id: z.string() }), output: z.object({ title: z.string() }) },
      drop: { input: z.array(z.string()), output: z.void(), takesFiles: true },
    },
    events: { changed: z.object({ steps: z.number().int() }) },
  },
});

const handlers = (over: Partial<IpcHandlers<typeof table>['case']> = {}): IpcHandlers<typeof table> => ({
  case: {
    open: ({ id }) => ({ ok: true, value: { title: `case ${id}` } }),
    drop: () => ({ ok: true, value: undefined }),
    ...over,
  },
});

const caller = { windowId: 7 };

const bugSaying = (words: string) => ({
  ok: false,
  problem: expect.objectContaining({ kind: 'bug', message: expect.stringContaining(words) }),
});

describe('the table of calls', () => {
  it('gives the preload names and nothing else', () => {
    expect(namesOf(table)).toEqual({
      case: { calls: { open: 'value', drop: 'files' }, events: ['changed'] },
    });
  });

  it('parses the argument before the handler sees it', async () => {
    const open = vi.fn(handlers().case.open);
    const reportBug = vi.fn();
    const answer = createAnswer(table, handlers({ open }), reportBug);
    expect(await answer('case', 'open', { id: 7 }, caller)).toEqual(bugSaying('does not understand'));
    expect(open).not.toHaveBeenCalled();
    expect(reportBug).toHaveBeenCalledOnce();
    expect(await answer('case', 'open', { id: 'a', surplus: 1 }, caller)).toEqual({
      ok: true,
      value: { title: 'case a' },
    });
    expect(open).toHaveBeenCalledWith({ id: 'a' }, caller);
  });

  it('parses the result before the page sees it, and drops what the contract does not name', async () => {
    const wrong = createAnswer(
      table,
      handlers({ open: () => ({ ok: true, value: { title: 3 } }) as never }),
      vi.fn(),
    );
    expect(await wrong('case', 'open', { id: 'a' }, caller)).toEqual(bugSaying('went wrong'));
    const surplus = createAnswer(
      table,
      handlers({ open: () => ({ ok: true, value: { title: 't', path: '/home/someone' } }) as never }),
      vi.fn(),
    );
    expect(await surplus('case', 'open', { id: 'a' }, caller)).toEqual({ ok: true, value: { title: 't' } });
  });

  it('turns a throw into an internal problem and reports it without telling the page more', async () => {
    const reportBug = vi.fn();
    const broken = createAnswer(
      table,
      handlers({
        open: () => {
          throw new Error('secret path /home/someone');
        },
      }),
      reportBug,
    );
    expect(await broken('case', 'open', { id: 'a' }, caller)).toEqual(bugSaying('went wrong'));
    expect(reportBug.mock.calls[0]?.[0]).toBe('call:case.open');
    expect(JSON.stringify(await broken('case', 'open', { id: 'a' }, caller))).not.toContain('someone');
  });

  it('knows no call that is not in it, not even inherited names', async () => {
    const answer = createAnswer(table, handlers(), vi.fn());
    for (const [group, call] of [
      ['case', 'close'],
      ['nothing', 'open'],
      ['__proto__', 'toString'],
      ['case', 'constructor'],
    ] as const) {
      expect(await answer(group, call, undefined, caller)).toEqual(bugSaying('does not know'));
    }
  });
});

describe('the fake made of the same table', () => {
  it('answers calls, remembers them and delivers events until unsubscribed', async () => {
    const fake = createIpcFake(table, handlers());
    expect(await fake.bridge.case.open({ id: 'b' })).toEqual({ ok: true, value: { title: 'case b' } });
    expect(fake.calls).toEqual([{ group: 'case', call: 'open', input: { id: 'b' } }]);
    const seen = vi.fn();
    const stop = fake.bridge.case.onChanged(seen);
    fake.events.case.changed({ steps: 2 });
    stop();
    fake.events.case.changed({ steps: 3 });
    expect(seen.mock.calls).toEqual([[{ steps: 2 }]]);
  });

  it('refuses to answer what the contract forbids', async () => {
    const fake = createIpcFake(table, handlers({ open: () => ({ ok: true, value: {} }) as never }));
    await expect(fake.bridge.case.open({ id: 'b' })).rejects.toThrow('the contract forbids');
    expect(() => fake.events.case.changed({ steps: 0.5 })).toThrow();
  });
});
