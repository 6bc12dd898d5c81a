import { lookup } from 'node:dns/promises';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isEthernet, listInterfaces } from '../../broker/start-capture.ts';
import { findTools, windowsBuild } from '../../broker/tools.ts';
import type { BrokerProgram } from '../elevation/launch-child.ts';
import { systemElevation } from '../elevation/system-elevation.ts';
import type { LivePorts } from '../ports.ts';
import { readToolVersion } from './read-versions.ts';

/** Capturing on this very machine. */
export const systemLivePorts = (
  program: BrokerProgram,
  startReading: LivePorts['startReading'],
): LivePorts => ({
  elevation: systemElevation(program),
  startReading,
  tools: findTools,
  toolVersion: readToolVersion,
  interfaces: listInterfaces,
  isEthernet,
  resolve: async (name) => (await lookup(name, { all: true }).catch(() => [])).map(({ address }) => address),
  freeBytes: async (path) => {
    const { bavail, bsize } = await statfs(dirname(path));
    return bavail * bsize;
  },
  platform: process.platform,
  windowsBuild: windowsBuild(),
});
