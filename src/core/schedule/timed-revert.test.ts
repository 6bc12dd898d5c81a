import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  launchdPlist,
  systemdUnits,
  TASK_NAME,
  type TimedRevert,
  taskXml,
  windowsWord,
} from './timed-revert.ts';

const folder = mkdtempSync(join(tmpdir(), 'timed-revert-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A command with everything in it that a format could trip over. */
const HARD = ['a b', 'c"d', 'e\\f', '100%', '$HOME', "g'h", '<&>', 'ü'] as const;
const REVERT: TimedRevert = {
  command: ['/bin/true', 'workaround', ...HARD],
  environment: { ELECTRON_RUN_AS_NODE: '1', ODD: 'x "y" %z' },
  at: new Date('2026-12-01T09:00:00.500Z'),
};
const python = (code: string, input: string) =>
  spawnSync('python3', ['-c', code], { encoding: 'utf8', input });

describe('systemd', () => {
  test('the units are what systemd-analyze accepts', (context) => {
    if (spawnSync('systemd-analyze', ['--version']).error)
      return context.skip('systemd-analyze is not installed');
    const { service, timer } = systemdUnits(REVERT);
    writeFileSync(join(folder, 't.service'), service);
    writeFileSync(join(folder, 't.timer'), timer);
    const run = spawnSync('systemd-analyze', ['verify', join(folder, 't.timer'), join(folder, 't.service')], {
      encoding: 'utf8',
    });
    expect(
      run.stderr.split('\n').filter((line) => line.includes(folder) || line.includes('t.service')),
    ).toEqual([]);
    expect(run.status).toBe(0);
    return undefined;
  });

  test('systemd reads the moment as it is meant', (context) => {
    if (spawnSync('systemd-analyze', ['--version']).error)
      return context.skip('systemd-analyze is not installed');
    const when = /^OnCalendar=(.*)$/m.exec(systemdUnits(REVERT).timer)?.[1] ?? '';
    const run = spawnSync('systemd-analyze', ['calendar', '--base-time=2026-11-24 00:00:00 UTC', when], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, TZ: 'UTC' },
    });
    expect(run.stdout).toMatch(/Next elapse: Tue 2026-12-01 09:00:00 UTC/);
    return undefined;
  });

  test('specifiers, variables and quotation marks in the command stay letters', () => {
    const { service } = systemdUnits(REVERT);
    expect(service).toContain('"100%%" "$$HOME"');
    expect(service).toContain('"c\\"d" "e\\\\f"');
    expect(service).toContain('Environment="ODD=x \\"y\\" %%z"');
  });
});

test('the property list is one, and holds the command word for word', () => {
  const text = launchdPlist(REVERT, { month: 12, day: 1, hour: 10, minute: 1 });
  const run = python(
    'import plistlib,sys,json; print(json.dumps(plistlib.loads(sys.stdin.buffer.read())))',
    text,
  );
  expect(JSON.parse(run.stdout)).toEqual({
    Label: 'org.bitbucket-reset-doctor.revert',
    ProgramArguments: REVERT.command,
    EnvironmentVariables: REVERT.environment,
    StartCalendarInterval: { Month: 12, Day: 1, Hour: 10, Minute: 1 },
    RunAtLoad: true,
  });
});

describe('the task of Windows', () => {
  const READ = `import sys, json, xml.etree.ElementTree as E
t = E.fromstring(sys.stdin.buffer.read().decode().split('?>', 1)[1])
n = '{http://schemas.microsoft.com/windows/2004/02/mit/task}'
one = lambda name: t.find('.//' + n + name)
print(json.dumps({k: one(k).text if one(k) is not None else None for k in
  ['Command', 'Arguments', 'StartBoundary', 'StartWhenAvailable', 'RunLevel', 'UserId', 'LogonType']}))`;

  test('is well-formed and holds program, arguments and moment', () => {
    const run = python(
      READ,
      taskXml({ ...REVERT, command: ['C:\\Program Files\\x\\y.exe', 'a b', '<&>'] }, false),
    );
    expect(JSON.parse(run.stdout)).toEqual({
      ...{
        Command: 'C:\\Program Files\\x\\y.exe',
        Arguments: '"a b" <&>',
        StartBoundary: '2026-12-01T09:00:00Z',
      },
      ...{
        StartWhenAvailable: 'true',
        RunLevel: 'LeastPrivilege',
        UserId: null,
        LogonType: 'InteractiveToken',
      },
    });
  });

  test('asks for rights only for the system', () => {
    const run = python(READ, taskXml(REVERT, true));
    expect(JSON.parse(run.stdout)).toMatchObject({ UserId: 'S-1-5-18', RunLevel: 'HighestAvailable' });
    expect(TASK_NAME).not.toMatch(/[\\/:*?"<>|]/);
  });

  test.each([
    ['plain', 'plain'],
    ['', '""'],
    ['a b', '"a b"'],
    ['a"b', '"a\\"b"'],
    ['a b\\', '"a b\\\\"'],
    ['a\\"b', '"a\\\\\\"b"'],
  ])('%j is written %s', (word, written) => {
    expect(windowsWord(word)).toBe(written);
  });
});
