import { spawnSync } from 'node:child_process';

const WINDOWS_FOLDER = 'C:\\Windows';
const DATABASE_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters';

/** The system folder; an environment variable is believed only when it looks like one, because anybody can set it. */
const windowsFolder = (): string => {
  const { SystemRoot } = process.env;
  return SystemRoot !== undefined && /^[A-Z]:\\Windows$/i.test(SystemRoot) ? SystemRoot : WINDOWS_FOLDER;
};

/** @returns the folder in the output of `reg query … /v DataBasePath`, its one variable expanded; null when there is none */
export function readDatabaseFolder(output: string, systemFolder: string): string | null {
  const value = /DataBasePath\s+REG_(?:EXPAND_)?SZ\s+(.+?)\s*$/m.exec(output)?.[1];
  const folder = value?.replace(/%SystemRoot%|%windir%/gi, systemFolder);
  return folder !== undefined && /^[A-Z]:\\[^%"<>|*?]+$/i.test(folder) ? folder.replace(/\\+$/, '') : null;
}

/** Where this system keeps its hosts file. Windows names the folder in its registry (Tcpip parameters, DataBasePath). */
export function systemHostsFile(platform: NodeJS.Platform = process.platform): string {
  if (platform !== 'win32') return '/etc/hosts';
  const folder = windowsFolder();
  // A 32-bit process sees another System32; Sysnative is its way to the real one.
  const system = process.arch === 'ia32' ? 'Sysnative' : 'System32';
  const asked = spawnSync(`${folder}\\${system}\\reg.exe`, ['query', DATABASE_KEY, '/v', 'DataBasePath'], {
    encoding: 'utf8',
    timeout: 10_000,
    windowsHide: true,
  });
  const database = readDatabaseFolder(asked.stdout ?? '', folder) ?? `${folder}\\${system}\\drivers\\etc`;
  return `${database}\\hosts`;
}
