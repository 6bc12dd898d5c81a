import { readFile } from 'node:fs/promises';
import { homedir, hostname, userInfo } from 'node:os';
import { fail } from '../../contract/problem.ts';
import { createRedactor } from '../../core/redact/redactor.ts';
import { problemFromSystem } from '../../main/node/system-problem.ts';
import type { Command } from '../command.ts';
import { readWords } from '../read-words.ts';
import { readStandardInput } from '../standard-input.ts';

const HELP = `Usage: redact FILE|-

Prints a text the way it would leave this machine: addresses, names, folders and secrets masked.`;

export const redact: Command = {
  help: HELP,
  async run(words, { terminal }) {
    const parsed = readWords(words, {}, 'See: redact --help');
    if (!parsed.ok) return { problem: parsed.problem };
    const [path, ...rest] = parsed.value.positionals;
    if (path === undefined || rest.length > 0)
      return fail('usage', 'Name one file, or - for standard input.', 'See: redact --help');
    try {
      const text = path === '-' ? await readStandardInput() : await readFile(path, 'utf8');
      const names = {
        userName: userInfo().username,
        hostName: hostname(),
        homeFolder: homedir(),
        ownAddresses: [],
      };
      terminal.out(createRedactor({ names, masks: true }).text(text));
      return { exit: 0 };
    } catch (error) {
      return { problem: problemFromSystem(error, path).problem };
    }
  },
};
