import type { Session } from 'electron';

/** Writing to the clipboard is what the copy buttons do; everything else is refused without a question. */
const ALLOWED: readonly string[] = ['clipboard-sanitized-write'];

/** Electron recommendation 5. */
export const denyPermissions = (session: Session): void => {
  session.setPermissionRequestHandler((_contents, permission, callback) =>
    callback(ALLOWED.includes(permission)),
  );
  session.setPermissionCheckHandler((_contents, permission) => ALLOWED.includes(permission));
  session.setDevicePermissionHandler(() => false);
};
