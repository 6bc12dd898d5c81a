export interface ToolSurroundings {
  /** Belongs to the system, so nobody can put a file of theirs in a tool's way. */
  readonly cwd: string;
  /** Nothing of whoever started us reaches a tool. */
  readonly env: Readonly<Record<string, string>>;
  readonly windowsHide: true;
}

const UNIX: ToolSurroundings = {
  cwd: '/',
  env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', LANG: 'C' },
  windowsHide: true,
};
const WINDOWS: ToolSurroundings = {
  cwd: 'C:\\Windows\\System32',
  env: { SystemRoot: 'C:\\Windows', PATH: 'C:\\Windows\\System32', ProgramData: 'C:\\ProgramData' },
  windowsHide: true,
};

/** Where and with what every tool is started, and the one with rights itself lives. */
export const toolSurroundings = (platform: string): ToolSurroundings =>
  platform === 'win32' ? WINDOWS : UNIX;
