import { afterEach, expect, it, vi } from 'vitest';
import { type AppHandlers, appIpc } from '../../contract/app-ipc.ts';
import { type Case, MADE_HERE, NOT_MEASURED } from '../../contract/case.ts';
import { createIpcFake } from '../../contract/ipc-fake.ts';
import { NO_LETTER } from '../../contract/letter.ts';
import { succeed } from '../../contract/problem.ts';

const NEW_CASE: Case = {
  schema: 'case/1',
  id: 'OTTER-42',
  createdAt: '2026-11-24T10:00:00Z',
  updatedAt: '2026-11-24T10:00:00Z',
  step: 'symptoms',
  visited: ['start', 'symptoms'],
  symptomText: '',
  symptom: null,
  capture: { kind: 'none' },
  note: '',
  letter: NO_LETTER,
  diagnosis: NOT_MEASURED,
  title: '',
  origin: MADE_HERE,
  actions: [],
};

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

it('shows the first step of a new case together with that case, so that what is typed there stays', async () => {
  let answer: (made: Case) => void = () => {};
  const made = new Promise<Case>((resolve) => {
    answer = resolve;
  });
  const handlers = {
    cases: { goTo: async () => succeed(await made), list: () => succeed([]) },
  } as unknown as AppHandlers;
  vi.stubGlobal('window', { app: createIpcFake(appIpc, handlers).bridge });
  const { useApp } = await import('./app-store.ts');
  const seen: string[] = [];
  useApp.subscribe(({ step, current }) => void seen.push(`${step} of ${current?.id ?? 'nothing'}`));
  const moving = useApp.getState().goTo('symptoms');
  answer(NEW_CASE);
  await moving;
  expect(seen.at(-1)).toBe('symptoms of OTTER-42');
  expect(seen).not.toContain('symptoms of nothing');
});
