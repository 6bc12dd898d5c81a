import { fork, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bundleBroker } from '../scripts/bundle-broker.ts';
import { openBroker } from '../src/main/broker-client.ts';
import { launchChild } from '../src/main/elevation/launch-child.ts';
import { childrenOf } from '../src/test-support/broker-parts.ts';

/**
 * What the broker takes beside the tcpdump it started, while so many packets pass: the real one, bundled, in a network
 * namespace of its own where nothing else passes. Linux, as root.
 *
 * usage: npm run bench:live [-- SECONDS PACKETS-A-SECOND…]
 */
const SELF = fileURLToPath(import.meta.url);
const RUNNING_IN_MS = 2000;
/** A tick of the processor's account in /proc (proc(5)): USER_HZ, which is 100 on every Linux. */
const TICK_MS = 10;

/** Milliseconds of processor a process has had, the system's work for it included. */
function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Short datagrams to a closed port: each is answered by ICMP, so half as many are sent as packets are wanted. */
function send(perSecond: number): void {
  const socket = createSocket('udp4');
  socket.on('error', () => {});
  const payload = Buffer.alloc(20, 'x');
  const startedAt = performance.now();
  let sent = 0;
  setInterval(() => {
    for (const due = ((performance.now() - startedAt) / 1000) * (perSecond / 2); sent < due; sent += 1)
      socket.send(payload, 9, '127.0.0.1');
  }, 1);
}

async function measure(broker: string, folder: string, perSecond: number, seconds: number): Promise<string> {
  let ended: (dropped: number | null) => void = () => {};
  const dropped = new Promise<number | null>((resolve) => {
    ended = resolve;
  });
  const opened = await openBroker(
    launchChild({ runtime: process.execPath, broker }),
    {
      bytes: async () => {},
      grown: () => {},
      ended: ({ counts }) => ended(counts.droppedByKernel),
      closed: () => ended(null),
    },
    folder,
  );
  if (opened.kind !== 'open') throw new Error(opened.failure.detail);
  const { link } = opened;
  const order = { interface: 'lo', targets: ['127.0.0.1'], maxSeconds: 7200, maxBytes: 2e9, ring: false };
  const started = await link.request('capture.start', order);
  if (!started.ok) throw new Error(started.refusal.message);
  const [tool = 0] = childrenOf(link.pid);
  const sender = fork(SELF, ['send', String(perSecond)]);
  await sleep(RUNNING_IN_MS);
  const before = [link.pid, tool].map(processorMs);
  const startedAt = performance.now();
  await sleep(seconds * 1000);
  const elapsed = performance.now() - startedAt;
  const [own = 0, peer = 0] = [link.pid, tool].map((pid, index) => processorMs(pid) - (before[index] ?? 0));
  sender.kill();
  await link.request('capture.stop', {});
  const lost = await dropped;
  await link.close();
  const percent = (ms: number): string => `${((100 * ms) / elapsed).toFixed(1)} %`;
  return `| ${perSecond} | ${percent(own)} | ${percent(peer)} | ${(own / peer).toFixed(2)} | ${lost ?? 'unknown'} |`;
}

async function inNamespace(seconds: number, rates: readonly number[]): Promise<void> {
  if (spawnSync('ip', ['link', 'set', 'lo', 'up']).status !== 0) throw new Error('no loopback to measure on');
  const folder = mkdtempSync(join(tmpdir(), 'reset-doctor-bench-'));
  try {
    const broker = join(folder, 'broker.cjs');
    await bundleBroker(broker);
    console.log('| packets/s | broker, of one core | tcpdump, of one core | broker / tcpdump | lost |');
    console.log('| --- | --- | --- | --- | --- |');
    for (const rate of rates) console.log(await measure(broker, folder, rate, seconds));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [what, ...words] = process.argv.slice(2);
if (what === 'send') send(Number(words[0]));
else if (what === 'inside') {
  const [outer, seconds, ...rates] = words;
  if (readlinkSync('/proc/self/ns/net') === outer) throw new Error('not in a namespace of its own');
  await inNamespace(Number(seconds), rates.map(Number));
} else {
  if (process.getuid?.() !== 0) throw new Error('needs root: a namespace is made, and packets are captured');
  const [seconds = '12', ...rates] = process.argv.slice(2);
  const inside = ['inside', readlinkSync('/proc/self/ns/net'), seconds];
  const rest = rates.length > 0 ? rates : ['1000', '20000', '20000', '20000', '60000'];
  const run = [process.execPath, '--no-warnings', SELF, ...inside, ...rest];
  process.exitCode = spawnSync('unshare', ['--net', ...run], { stdio: 'inherit' }).status ?? 1;
}
