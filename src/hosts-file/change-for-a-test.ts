/**
 * Makes or takes off the override in one file, as the helper with rights does, and prints what became of it.
 *
 * usage: change-for-a-test.ts FILE apply|revert [ID [wait]]; with `wait` it works the change out, says "ready", and writes at the first byte it reads
 */
import { readSync } from 'node:fs';
import type { HostsApply } from '../contract/broker.ts';
import { planOverride } from '../core/hosts/apply-override.ts';
import { overrideRequestOf } from '../core/hosts/override-order.ts';
import { planRevert } from '../core/hosts/revert-override.ts';
import { applyOverride, revertOverride, SYSTEM_ENDING } from './change-hosts.ts';
import { readHostsFile, sha256Of } from './read-hosts-file.ts';

const [path = '', action, id = '0123abcd', wait] = process.argv.slice(2);
const order: Omit<HostsApply, 'expectedSha256' | 'nextSha256' | 'timedRevert'> = {
  ...{ address: '18.205.93.1', names: ['bitbucket.org', 'ssh.bitbucket.org'], id },
  ...{ madeAt: 1_795_000_000, lastsSeconds: 7 * 86_400, setAsideOthers: true },
};
const read = readHostsFile(path);
if (!read.ok) throw new Error(read.kind);
const { bytes, sha256: expectedSha256 } = read.value;
const plan =
  action === 'revert'
    ? planRevert(bytes)
    : planOverride(bytes, overrideRequestOf(order, '1.2.3', SYSTEM_ENDING));
if (plan.kind !== 'change') throw new Error(plan.kind);
const digests = { expectedSha256, nextSha256: sha256Of(plan.bytes) };
if (wait === 'wait') {
  console.log('ready');
  readSync(0, Buffer.alloc(1));
}
const done =
  action === 'revert'
    ? revertOverride(path, digests)
    : applyOverride(path, { ...order, ...digests }, '1.2.3');
console.log(JSON.stringify(done));
