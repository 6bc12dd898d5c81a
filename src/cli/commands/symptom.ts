import { readFile } from 'node:fs/promises';
import { fail } from '../../contract/problem.ts';
import type { Symptom } from '../../contract/symptom.ts';
import { recogniseSymptom } from '../../core/symptom/recognise.ts';
import { problemFromSystem } from '../../main/node/system-problem.ts';
import type { Command } from '../command.ts';
import { readWords } from '../read-words.ts';
import { readStandardInput } from '../standard-input.ts';
import { wrap } from '../terminal.ts';

const HELP = `Usage: symptom FILE|- [--json]

Recognises an error text: the five published examples and their present-day variants. Secrets in it are masked.

  --json   one JSON document (symptom/1) on standard output

Exit: 0 done (whether something was recognised or not), 2 wrong usage, 3 not readable.`;

export const symptom: Command = {
  help: HELP,
  async run(words, { terminal, facts }) {
    const parsed = readWords(words, { json: { type: 'boolean' } }, 'See: symptom --help');
    if (!parsed.ok) return { problem: parsed.problem };
    const [path, ...rest] = parsed.value.positionals;
    if (path === undefined || rest.length > 0)
      return fail(
        'usage',
        'Name one file with the error text, or - for standard input.',
        'See: symptom --help',
      );
    let pasted: string;
    try {
      pasted = path === '-' ? await readStandardInput() : await readFile(path, 'utf8');
    } catch (error) {
      return { problem: problemFromSystem(error, path).problem };
    }
    const { symptom: recognised } = recogniseSymptom(pasted, facts.playbook.symptoms.signatures);
    terminal.out(parsed.value.values.json ? JSON.stringify(recognised) : asText(recognised));
    return { exit: 0 };
  },
};

function asText({ matches, facts, masked }: Symptom): string {
  const lines = matches.flatMap((match) => [
    `${typeof match.example === 'number' ? `Example ${match.example}: ` : ''}${match.title} (${match.confidence})`,
    `  ${wrap(`It shows: ${match.proves}`, 88, '  ')}`,
    `  ${wrap(`It does not show: ${match.doesNotProve}`, 88, '  ')}`,
    '',
  ]);
  if (matches.length === 0) lines.push('None of the known error texts was found in this.', '');
  const found = [...facts.hosts, ...facts.addresses, ...facts.ports.map((port) => `port ${port}`)];
  if (found.length > 0) lines.push(`Found in the text: ${found.join(', ')}`);
  if (masked > 0)
    lines.push(`${masked} ${masked === 1 ? 'secret was' : 'secrets were'} masked and not kept.`);
  lines.push(
    'None of these texts is by itself a sign of anycast shift: firewalls, proxies and idle time-outs give the same ones.',
  );
  return lines.join('\n');
}
