import { planOverride } from '../../../src/core/hosts/apply-override.ts';
import { joinHosts, splitHosts } from '../../../src/core/hosts/hosts-lines.ts';
import { readHostsStatus } from '../../../src/core/hosts/hosts-status.ts';
import { planRevert } from '../../../src/core/hosts/revert-override.ts';
import { planSshOverride, readSshStatus } from '../../../src/core/hosts/ssh-config-override.ts';
import { ascii, type FuzzTarget, promise } from '../fuzz-target.ts';

const REQUEST = {
  entries: [{ address: '18.205.93.1', name: 'bitbucket.org' }],
  facts: {
    id: '7f3a0001',
    madeAt: '2026-11-23T10:00:00Z',
    expiresAt: '2026-12-07T10:00:00Z',
    version: '0.1.0',
  },
  systemEnding: '\n',
} as const;
const NAMES = ['bitbucket.org', 'ssh.bitbucket.org'];

function appliedTo(text: string): Uint8Array {
  const plan = planOverride(ascii(text), { ...REQUEST, setAsideOthers: true });
  return plan.kind === 'change' ? plan.bytes : ascii(text);
}

/** The hosts file and ssh's settings: our block goes in and comes off without another byte being touched. */
export const target: FuzzTarget = {
  name: 'hosts',
  mostBytes: 3000,
  seeds: () =>
    [
      '127.0.0.1 localhost\n::1 localhost\n',
      '127.0.0.1 localhost\r\n10.0.0.9 Bitbucket.org # mine\r\n',
      '18.205.93.0 bitbucket.org',
      '',
      'Host bitbucket.org\n  HostName 18.205.93.1\n  HostKeyAlias bitbucket.org\n',
    ].flatMap((text) => [ascii(text), appliedTo(text)]),
  dictionary: [
    '# >>> bitbucket-reset-doctor ',
    '# <<< bitbucket-reset-doctor id=7f3a0001',
    '# [bitbucket-reset-doctor id=7f3a0001] ',
    '\r\n',
    '\n',
    '\r',
    '\u00ef\u00bb\u00bf',
    'bitbucket.org',
    '18.205.93.1 ',
    ' joined',
    'Host *',
    'Match all',
  ].map(ascii),
  run(input) {
    // A line set aside under the number of the block to come is one that nobody has drawn yet.
    const isDrawn = Buffer.from(input).includes(`id=${REQUEST.facts.id}`);
    promise(Buffer.from(joinHosts(splitHosts(input))).equals(input), 'lines give back every byte');
    readHostsStatus(input, NAMES);
    readSshStatus(input);
    planRevert(input);
    if (isDrawn) return;
    const ssh = planSshOverride(input, REQUEST.entries, REQUEST.facts);
    if (ssh.kind === 'change') {
      const back = planRevert(ssh.bytes);
      if (back.kind !== 'untouchable')
        promise(back.kind === 'change' && Buffer.from(back.bytes).equals(input), 'ssh: byte for byte');
    }
    for (const setAsideOthers of [true, false]) {
      const plan = planOverride(input, { ...REQUEST, setAsideOthers });
      if (plan.kind !== 'change') continue;
      const status = readHostsStatus(plan.bytes, NAMES);
      promise(status.block?.id === REQUEST.facts.id && !status.block.edited, 'our block is found again');
      const back = planRevert(plan.bytes);
      promise(back.kind === 'change', 'what was put in can be taken off');
      promise(Buffer.from(back.bytes).equals(input), 'taken off, the file is what it was, byte for byte');
    }
  },
};
