import { appendFile } from 'node:fs/promises';
import { openBroker } from '../main/broker-client.ts';
import { launchChild } from '../main/elevation/launch-child.ts';

/**
 * A program that captures on loopback into a file until it is killed, for the test that kills it.
 *
 * usage: capture-until-killed.ts BROKER FOLDER FILE; prints the broker's process number once it captures
 */
const [broker = '', folder = '', path = ''] = process.argv.slice(2);
const opened = await openBroker(
  launchChild({ runtime: process.execPath, broker }),
  { bytes: (bytes) => appendFile(path, bytes), grown: () => {}, ended: () => {}, closed: () => {} },
  folder,
);
if (opened.kind !== 'open') throw new Error(opened.failure.detail);
const started = await opened.link.request('capture.start', {
  interface: 'lo',
  targets: ['127.0.0.1'],
  maxSeconds: 60,
  maxBytes: 1_000_000,
  ring: false,
});
if (!started.ok) throw new Error(started.refusal.message);
console.log(opened.link.pid);
