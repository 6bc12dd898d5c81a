import type { OverrideOrder } from '../../contract/broker.ts';

const MARK = 'bitbucket-reset-doctor';

/**
 * Lines that take the override off without this program: everything between our two markers. Lines that were set aside
 * come back too.
 *
 * @param path the hosts file, a path of this system's
 */
export function revertByHand(platform: string, path: string): string[] {
  if (platform === 'win32')
    return [
      `notepad ${path}`,
      `Delete the lines from "# >>> ${MARK}" to "# <<< ${MARK}", those two included, and save.`,
    ];
  // GNU and BSD sed differ in -i alone; a suffix joined to it is understood by both.
  return [
    `sudo sed -i.bak -e '/^# >>> ${MARK} /,/^# <<< ${MARK} /d' -e 's/^# \\[${MARK} id=[0-9a-f]*\\] //' ${path}`,
    `grep -n bitbucket ${path}`,
  ];
}

/** The same override without our markers; nothing will remind anybody of it. */
export function applyByHand(
  platform: string,
  path: string,
  { address, names }: Pick<OverrideOrder, 'address' | 'names'>,
): string[] {
  const line = `${address} ${names.join(' ')}`;
  if (platform === 'win32') return [`notepad ${path}`, `Add this line at the end, and save: ${line}`];
  return [`echo '${line}' | sudo tee -a ${path}`, `grep -n bitbucket ${path}`];
}
