import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { bundleBroker } from '../../scripts/bundle-broker.ts';

/**
 * The real pkexec for an ordinary user, in namespaces that vanish with it: `node e2e/elevation/check.ts`. Needs root to
 * build them, and Debian's pkexec, polkitd, dbus and tcpdump. Ends with 0 when every check holds.
 */
async function main(): Promise<number> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    console.error('This check needs Linux and root, to put a bus and a policy of its own in place.');
    return 1;
  }
  const folder = mkdtempSync(join(tmpdir(), 'elevation-check-'));
  try {
    chmodSync(folder, 0o755);
    await bundleBroker(join(folder, 'broker.cjs'));
    const user = await rolldown({
      input: join(import.meta.dirname, 'ordinary-user.ts'),
      platform: 'node',
      external: [/^node:/],
    });
    await user.write({ file: join(folder, 'ordinary-user.cjs'), format: 'cjs' });
    await user.close();
    const inside = join(import.meta.dirname, 'inside.ts');
    const alone = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];
    const { status } = spawnSync('unshare', [...alone, process.execPath, inside, folder], {
      stdio: 'inherit',
      timeout: 4 * 60_000,
    });
    return status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
