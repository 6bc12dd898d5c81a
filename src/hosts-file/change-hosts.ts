import type { HostsApply, HostsRevert, Refusal, VerbOutput } from '../contract/broker.ts';
import { planOverride } from '../core/hosts/apply-override.ts';
import { overrideRequestOf } from '../core/hosts/override-order.ts';
import { planRevert } from '../core/hosts/revert-override.ts';
import { type HostsFileResult, trouble } from './hosts-file-trouble.ts';
import { readHostsFile, sha256Of } from './read-hosts-file.ts';
import { type WrittenHostsFile, writeHostsFile } from './write-hosts-file.ts';

/** How the lines of a new block end where the file itself gives no example. */
export const SYSTEM_ENDING = process.platform === 'win32' ? '\r\n' : '\n';

/** What became of a change, in the words of the border. */
export type HostsChange = { readonly output: VerbOutput<'hosts.revert'> } | { readonly refusal: Refusal };

/**
 * The override written into a hosts file. The bytes are worked out here from the order alone; they are written only
 * when they are the ones the user was shown, by their digest.
 */
export const applyOverride = (
  path: string,
  order: Omit<HostsApply, 'timedRevert'>,
  version: string,
): HostsChange =>
  answer(
    change(path, order, (bytes) => planOverride(bytes, overrideRequestOf(order, version, SYSTEM_ENDING))),
  );

/** The override taken off, under the same condition. */
export const revertOverride = (path: string, order: HostsRevert): HostsChange =>
  answer(change(path, order, planRevert));

const answer = (done: HostsFileResult<WrittenHostsFile>): HostsChange =>
  done.ok
    ? { output: { way: done.value.way, sha256: done.value.sha256 } }
    : { refusal: { kind: done.kind, message: done.detail.slice(0, 2000) } };

function change(
  path: string,
  { expectedSha256, nextSha256 }: HostsRevert,
  plan: (bytes: Uint8Array) => object & { readonly bytes?: Uint8Array },
): HostsFileResult<WrittenHostsFile> {
  const read = readHostsFile(path);
  if (!read.ok) return read;
  if (read.value.sha256 !== expectedSha256)
    return trouble('changed-meanwhile', 'The file is no longer what it was when the change was shown.');
  const { bytes: next } = plan(read.value.bytes);
  if (next === undefined || sha256Of(next) !== nextSha256)
    return trouble('failed', 'The change comes out otherwise than it was shown.');
  return writeHostsFile({ path, expectedSha256, next });
}
