import type { Terminal } from '../../src/cli/terminal.ts';

/** A terminal that shows nothing: only the text that is made for it counts. */
export const PLAIN: Terminal = { out() {}, note() {}, color: false, progress: false };
