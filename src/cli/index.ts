import { fail, type Problem } from '../contract/problem.ts';
import { loadProductFacts } from '../main/services/product-facts.ts';
import { type Command, exitCodeOf } from './command.ts';
import { productFolders } from './product-folders.ts';
import { systemTerminal } from './terminal.ts';

/** A command is read in when it is called: reading all of them in takes as long as many a command itself. */
interface ListedCommand {
  readonly name: string;
  readonly summary: string;
  load(): Promise<Command>;
}

const COMMANDS: readonly ListedCommand[] = [
  {
    name: 'analyze',
    summary: 'read packet captures and say who reset the sessions in them',
    load: async () => (await import('./commands/analyze.ts')).analyze,
  },
  {
    name: 'capture',
    summary: 'capture what passes between this machine and Bitbucket',
    load: async () => (await import('./commands/capture.ts')).capture,
  },
  {
    name: 'diagnose',
    summary: 'measure live what resets the connections',
    load: async () => (await import('./commands/diagnose.ts')).diagnose,
  },
  {
    name: 'trace',
    summary: 'say whether the path is split by packet, from here or from saved traces',
    load: async () => (await import('./commands/trace.ts')).trace,
  },
  {
    name: 'symptom',
    summary: 'recognise an error text and say what it proves',
    load: async () => (await import('./commands/symptom.ts')).symptom,
  },
  {
    name: 'report',
    summary: 'write the report of a case or of captures as one zip',
    load: async () => (await import('./commands/report.ts')).report,
  },
  {
    name: 'letter',
    summary: 'write to the network team, the provider or Atlassian, with the evidence filled in',
    load: async () => (await import('./commands/letter.ts')).letter,
  },
  {
    name: 'workaround',
    summary: 'test, apply and revert the temporary override',
    load: async () => (await import('./commands/workaround.ts')).workaround,
  },
  {
    name: 'redact',
    summary: 'print a text with the masks on',
    load: async () => (await import('./commands/redact.ts')).redact,
  },
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
  const listed = COMMANDS.find((one) => one.name === name);
  if (!listed)
    return complain(
      fail(
        'usage',
        name === undefined ? 'No command was given.' : `There is no command "${name}".`,
        `Commands: ${COMMANDS.map((one) => one.name).join(', ')}. See --help.`,
      ).problem,
    );
  const command = await listed.load();
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
