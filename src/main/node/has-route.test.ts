import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasRoute } from './has-route.ts';

const canUnshare = process.platform === 'linux' && process.getuid?.() === 0;

test('there is a way to this computer itself', async () => {
  expect(await hasRoute('127.0.0.1')).toBe(true);
});

test.skipIf(!canUnshare)('a network decides by its routes alone, for each family by itself', () => {
  const asked = ['2401:1d80:1010::150', '104.192.141.1', '::1'];
  const script = `import { hasRoute } from ${JSON.stringify(join(import.meta.dirname, 'has-route.ts'))};
    console.log(JSON.stringify(await Promise.all(${JSON.stringify(asked)}.map((one) => hasRoute(one)))));`;
  const run = (setUp: string) => {
    const words = ['-n', 'sh', '-c', `ip link set lo up && ${setUp} && exec "$@"`, 'sh'];
    const node = [process.execPath, '--input-type=module-typescript', '-e', script];
    const { stdout, stderr } = spawnSync('unshare', [...words, ...node], { encoding: 'utf8' });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as boolean[];
  };
  expect(run('true')).toEqual([false, false, true]);
  const dummy = 'ip link add veth1 type veth peer name veth2 && ip link set veth1 up && ip link set veth2 up';
  const six = `${dummy} && ip address add 2001:db8::2/64 dev veth1 nodad && ip -6 route add default via 2001:db8::1 dev veth1`;
  expect(run(six)).toEqual([true, false, true]);
});
