import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/** Run-as-node stays on for the one process that may later need rights; all other ways into Node are shut. */
const WANTED = {
  RunAsNode: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  GrantFileProtocolExtraPrivileges: false,
};

const PROGRAM = {
  darwin: ({ productFilename }) => `${productFilename}.app`,
  win32: ({ productFilename }) => `${productFilename}.exe`,
  linux: (_appInfo, { executableName }) => executableName,
};

/** electron-builder calls this on the unpacked program, before signing. */
// biome-ignore lint/style/noDefaultExport: electron-builder loads the default export
export default async function afterPack({ appOutDir, electronPlatformName, packager }) {
  // The stand-in brings a starter of its own, which must not win over the packed program.
  if (electronPlatformName === 'linux')
    rmSync(join(appOutDir, 'resources', 'app'), { recursive: true, force: true });
  const program = join(appOutDir, PROGRAM[electronPlatformName](packager.appInfo, packager));
  const wire = await getCurrentFuseWire(program);
  const has = (name) => {
    const state = wire[FuseV1Options[name]];
    return state === FuseState.ENABLE || state === FuseState.DISABLE;
  };
  const flips = {};
  for (const [name, on] of Object.entries(WANTED)) {
    if (has(name)) flips[FuseV1Options[name]] = on;
    else console.log(`  this Electron has no fuse ${name}; it stays as it was built`);
  }
  await flipFuses(program, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: electronPlatformName === 'darwin',
    ...flips,
  });
}
