import { existsSync, readFileSync } from 'node:fs';
import { isIPv6, SocketAddress } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { CaptureStart, Refusal } from '../contract/broker.ts';
import { streamCommand } from '../core/live-capture/capture-command.ts';
import type { CaptureStarted } from '../core/live-capture/capture-run.ts';
import type { FoundTool } from '../core/live-capture/tool-paths.ts';
import { netshPlan, pktmonPlan } from '../core/live-capture/windows-commands.ts';
import { MOST_CAPTURE_BYTES, MOST_CAPTURE_SECONDS, MOST_TARGETS } from './caps.ts';
import { fileCapture, makeCaptureFolder } from './file-capture.ts';
import { streamCapture } from './stream-capture.ts';
import { windowsBuild } from './tools.ts';

export const listInterfaces = (): string[] => Object.keys(networkInterfaces());

/** Whether frames of Ethernet are captured there: as Linux tells (ARPHRD_ETHER), and by Apple's names. */
export const isEthernet = (name: string): boolean =>
  process.platform === 'linux'
    ? existsSync(`/sys/class/net/${name}/type`) && +readFileSync(`/sys/class/net/${name}/type`) === 1
    : /^(en|bridge|bond)\d+$/.test(name);

const refuse = (kind: Refusal['kind'], message: string): CaptureStarted => ({ refusal: { kind, message } });

/** Reads an address into its bytes and writes it again, so that what reaches a command line is our own text. */
export const canonical = (text: string): string =>
  new SocketAddress({ address: text, family: isIPv6(text) ? 'ipv6' : 'ipv4' }).address;

/** Checks an order against what this machine has and what is allowed at most, then starts the tool. */
export async function startCapture(
  order: CaptureStart,
  [found]: readonly FoundTool[],
  write: (bytes: Uint8Array) => Promise<void>,
  grown: (bytes: number) => void,
): Promise<CaptureStarted> {
  const { maxSeconds, maxBytes, ring } = order;
  const addresses = [...new Set(order.targets.map(canonical))];
  const listed = listInterfaces();
  if (maxSeconds > MOST_CAPTURE_SECONDS || maxBytes > MOST_CAPTURE_BYTES)
    return refuse('over-limit', `At most ${MOST_CAPTURE_SECONDS} s and ${MOST_CAPTURE_BYTES} bytes.`);
  if (addresses.length > MOST_TARGETS) return refuse('over-limit', `At most ${MOST_TARGETS} addresses.`);
  if (order.interface !== 'any' && !listed.includes(order.interface))
    return refuse('unknown-interface', `There is no interface ${order.interface}.`);
  if (found === undefined) return refuse('no-tool', 'No program that captures packets is installed here.');
  const { tool, program } = found;
  if (tool === 'tcpdump' || tool === 'dumpcap') {
    const everywhere = process.platform === 'win32' ? listed : ['any'];
    const isTrunk = isEthernet(order.interface);
    const interfaces = order.interface === 'any' ? everywhere : [order.interface];
    // Who keeps the newest only takes more, for the same time.
    const limits = { maxSeconds, maxBytes: ring ? Number.POSITIVE_INFINITY : maxBytes, write };
    return streamCapture(streamCommand(tool, program, { interfaces, addresses, isTrunk }), limits);
  }
  const folder = await makeCaptureFolder();
  const planOf = tool === 'pktmon' ? pktmonPlan : netshPlan;
  const plan = planOf(program, { addresses, folder, maxBytes, build: windowsBuild() });
  return fileCapture(plan, folder, { maxSeconds, maxBytes, ring, write, grown });
}
