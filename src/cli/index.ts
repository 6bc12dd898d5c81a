import { fail, type Problem } from '../contract/problem.ts';
import { loadProductFacts } from '../main/services/product-facts.ts';
import { type Command, exitCodeOf } from './command.ts';
import { analyze } from './commands/analyze.ts';
import { capture } from './commands/capture.ts';
import { diagnose } from './commands/diagnose.ts';
import { letter } from './commands/letter.ts';
import { redact } from './commands/redact.ts';
import { report } from './commands/report.ts';
import { symptom } from './commands/symptom.ts';
import { trace } from './commands/trace.ts';
import { workaround } from './commands/workaround.ts';
import { productFolders } from './product-folders.ts';
import { systemTerminal } from './terminal.ts';

const COMMANDS: readonly Command[] = [
  analyze,
  capture,
  diagnose,
  trace,
  symptom,
  report,
  letter,
  workaround,
  redact,
];

const HELP = `Bitbucket Reset Doctor, command line

Usage: COMMAND … [--json] [--help]

${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`).join('\n')}

  --version  print the version

Every command explains itself with --help.`;

async function main(words: readonly string[]): Promise<number> {
  const terminal = systemTerminal();
  const [name, ...rest] = words;
  const { resourcesFolder, version, brokerFile } = productFolders();
  if (name === '--version' || name === '-V') {
    terminal.out(version);
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    terminal.out(HELP);
    return 0;
  }
  const json = rest.includes('--json') || name === '--json';
  const complain = (problem: Problem): number => {
    if (json) terminal.out(JSON.stringify(problem));
    terminal.note(`${problem.message}\n${problem.hint}`);
    if (problem.detail) terminal.note(`What the system said: ${problem.detail}`);
    return exitCodeOf(problem);
  };
  const command = COMMANDS.find((one) => one.name === name);
  if (!command)
    return complain(
      fail(
        'usage',
        name === undefined ? 'No command was given.' : `There is no command "${name}".`,
        `Commands: ${COMMANDS.map((one) => one.name).join(', ')}. See --help.`,
      ).problem,
    );
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(command.help);
    return 0;
  }
  const outcome = await command.run(rest, {
    terminal,
    facts: loadProductFacts(resourcesFolder),
    resourcesFolder,
    brokerFile,
    version,
    now: () => new Date(),
  });
  return 'problem' in outcome ? complain(outcome.problem) : outcome.exit;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe has gone (| head): nothing is left to do.
  if (error.code === 'EPIPE') process.exit(0);
});
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(130));
// Not awaited at the top: the installed command line is one CommonJS file.
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
