import { shell } from 'electron';

/** A subject and a body, encoded, and nothing else: no reader, no attachment, no other scheme. */
const SHORT_MAIL = /^mailto:\?subject=[^&#?\s]*&body=[^&#?\s]*$/;

/** Hands a draft to the user's own mail program. @returns whether the system had one */
export async function openMail(url: string): Promise<boolean> {
  if (!SHORT_MAIL.test(url) || url.length > 2_083) throw new TypeError('not a mail of ours');
  return shell.openExternal(url).then(
    () => true,
    () => false,
  );
}
