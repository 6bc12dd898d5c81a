/** How to start Electron as whom. `before` goes before every other argument of `program`. */
export type LaunchCommand = {
  readonly program: string;
  readonly before: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly note?: string;
};

type Situation = {
  readonly platform: NodeJS.Platform;
  readonly getuid?: () => number;
  readonly env: NodeJS.ProcessEnv;
  /** The home folder of a user, by id. */
  readonly homeOf: (uid: string) => string;
};

/**
 * Chromium has no sandbox for root. A root shell that came from sudo gives the window back to the user who
 * typed it; a real root session runs without the sandbox and is told so.
 *
 * @param electron absolute path of the Electron program
 */
export const launchCommand = (
  electron: string,
  { platform, getuid, env, homeOf }: Situation,
): LaunchCommand => {
  if (platform !== 'linux' || getuid?.() !== 0) return { program: electron, before: [], env };
  const { SUDO_UID: uid, SUDO_GID: gid, SUDO_USER: user } = env;
  if (uid && gid && user && /^[1-9]\d*$/.test(uid) && /^\d+$/.test(gid)) {
    return {
      program: 'setpriv',
      before: [`--reuid=${uid}`, `--regid=${gid}`, '--init-groups', '--', electron],
      env: { ...env, HOME: homeOf(uid), USER: user, LOGNAME: user },
      note: `Running the window as ${user}, not as root.`,
    };
  }
  return {
    program: electron,
    before: ['--no-sandbox'],
    env,
    note: 'Running as root, so without the Chromium sandbox; start it as an ordinary user to have the sandbox.',
  };
};
