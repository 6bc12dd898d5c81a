import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, expect, test } from 'vitest';
import { findLabPrefixes, namespaceOf, namespacesOf, readState } from '../network/lab-state.ts';
import { runTool, tryTool } from '../network/run-tool.ts';
import { machineInterfaces } from '../network/safety.ts';
import { leftovers, takeDownAll } from '../network/take-down.ts';

const LAB = join(import.meta.dirname, '..', 'lab.ts');
const folder = mkdtempSync(join(tmpdir(), 'reset-lab-safety-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  await takeDownAll(true);
});

const lab = (...words: string[]) => spawnSync(process.execPath, [LAB, ...words], { encoding: 'utf8' });

function prefixThatIsUp(): string {
  const [prefix, ...more] = findLabPrefixes();
  if (prefix === undefined || more.length > 0) throw new Error('One laboratory was expected.');
  return prefix;
}

/** Starts a recording, waits until its network stands, and gives the process and the prefix. */
async function startRecording(): Promise<{ child: ChildProcess; prefix: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'record-for-a-check.ts'), folder], {
    stdio: 'ignore',
  });
  for (let tries = 0; tries < 300; tries += 1) {
    const prefix = findLabPrefixes()[0];
    if (prefix !== undefined && readState(prefix)?.phase === 'up') return { child, prefix };
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error('The recording never built its network.');
}

const ended = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('close', resolve));

test('up, exec and down work by hand, and nothing is left', () => {
  const before = machineInterfaces();
  expect(lab('up', 'firewall-reject').status).toBe(0);
  const prefix = prefixThatIsUp();
  const inside = lab('exec', '--', 'cat', '/etc/hosts');
  expect(inside.stdout).toContain('104.192.141.1 bitbucket.org');
  expect(lab('exec', 'r1', '--', 'ip', '-br', 'link').stdout).toContain('to-home');
  expect(lab('exec', '--', 'sh', '-c', 'exit 7').status).toBe(7);
  expect(lab('down').status).toBe(0);
  expect(leftovers(prefix)).toEqual([]);
  expect([...machineInterfaces()].sort()).toEqual([...before].sort());
});

test('there is no way out of it: no route leads on, and every interface is a planned one', () => {
  expect(lab('up', 'healthy-per-flow').status).toBe(0);
  const prefix = prefixThatIsUp();
  expect(tryTool('ip', ['-n', namespaceOf(prefix, 'r1'), 'route', 'show', 'default']).output.trim()).toBe('');
  for (const name of namespacesOf(prefix)) {
    const links = tryTool('ip', ['-n', name, '-o', 'link', 'show', 'up']).output;
    expect(links, name).not.toMatch(/master|bridge|macvlan|ipvlan/);
    expect(links, `${name} has a cable whose other end is not in a laboratory`).not.toMatch(
      /link-netnsid -1/,
    );
  }
});

test('with a namespace missing, nothing is run', () => {
  expect(lab('up', 'alternate-split').status).toBe(0);
  const prefix = prefixThatIsUp();
  runTool('ip', ['netns', 'delete', namespaceOf(prefix, 'r1')]);
  const marker = join(folder, 'ran');
  const refused = lab('exec', '--', 'touch', marker);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('is missing. Nothing was run.');
  expect(existsSync(marker)).toBe(false);
  expect(lab('status').stdout).toContain('MISSING r1');
});

test('a recording that is told to end takes its network down first', async () => {
  const { child, prefix } = await startRecording();
  child.kill('SIGTERM');
  await ended(child);
  expect(leftovers(prefix)).toEqual([]);
});

test('what a recording killed without warning leaves is found and removed whole', async () => {
  const { child, prefix } = await startRecording();
  expect(lab('down').stdout, 'one that is in use is left alone').toContain('Left alone');
  child.kill('SIGKILL');
  await ended(child);
  expect(leftovers(prefix).length).toBeGreaterThan(0);
  expect(lab('down').stdout).toContain(`Taken down: ${prefix}`);
  expect(leftovers(prefix)).toEqual([]);
});

test('a scenario nobody knows is said in a sentence', () => {
  const { status, stderr } = lab('up', 'no-such-thing');
  expect(status).toBe(2);
  expect(stderr).toContain('There is no scenario "no-such-thing"');
});
