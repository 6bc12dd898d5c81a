import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { z } from 'zod';
import { type Analysis, analysisSchema } from '../../contract/analysis.ts';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import {
  LETTER_DETAILS,
  type LetterDetails,
  letterDetailSchema,
  letterLanguageSchema,
  letterRecipientSchema,
} from '../../contract/letter.ts';
import { type Paths, pathsSchema } from '../../contract/paths.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { reportSchema } from '../../contract/report.ts';
import { privateNames } from '../../main/node/system-facts.ts';
import { problemFromSystem } from '../../main/node/system-problem.ts';
import { measuredOf } from '../../main/services/measured-paths.ts';
import { writeLetter } from '../../main/services/write-letter.ts';
import type { Command, CommandContext } from '../command.ts';
import { readCase } from '../read-case.ts';
import { readWords } from '../read-words.ts';

const HELP = `Usage: letter --to network|isp|atlassian|phone [--case ID] [--analysis FILE] [--paths FILE]
              [--language en|de|fr|es|ja] [--detail NAME=TEXT]… [--no-mask] [--json]

Writes the escalation for one reader: the own network team, the internet provider, Atlassian support, or a short text to
be read out on the phone. It says what was measured and nothing else; what is missing is named on standard error.

  --case ID        evidence of a case of the desktop program
  --analysis FILE  evidence of "analyze --json", or the report.json of a report
  --paths FILE     traces of "trace --json"
  --language L     English unless told
  --detail N=TEXT  what only you know: ${LETTER_DETAILS.join(', ')}
  --no-mask        show private addresses of this side; the own network team gets them anyway. Secrets stay removed
  --json           one JSON document (letter/1) on standard output

Exit: 0 written, 2 wrong usage, 3 not readable.`;

const SEE = 'See: letter --help';

export const letter: Command = {
  help: HELP,
  async run(words, context) {
    const parsed = readWords(
      words,
      {
        to: { type: 'string' },
        case: { type: 'string' },
        analysis: { type: 'string' },
        paths: { type: 'string' },
        language: { type: 'string' },
        detail: { type: 'string', multiple: true },
        'no-mask': { type: 'boolean' },
        json: { type: 'boolean' },
      },
      SEE,
    );
    if (!parsed.ok) return { problem: parsed.problem };
    const { values, positionals } = parsed.value;
    if (positionals.length > 0) return fail('usage', `"${positionals[0]}" is not expected here.`, SEE);
    const to = letterRecipientSchema.safeParse(values.to);
    if (!to.success) return fail('usage', 'Say who it is for: --to network, isp, atlassian or phone.', SEE);
    const language = letterLanguageSchema.safeParse(values.language ?? 'en');
    if (!language.success)
      return fail('usage', `There is no letter in "${values.language}".`, 'Languages: en, de, fr, es, ja.');
    if (values.case !== undefined && values.analysis !== undefined)
      return fail('usage', 'Name either a case or an analysis.', SEE);
    const details = readDetails(values.detail ?? []);
    if (!details.ok) return { problem: details.problem };
    const evidence = await readEvidence(values, context);
    if (!evidence.ok) return { problem: evidence.problem };
    const written = writeLetter(
      {
        to: to.data,
        language: language.data,
        ...evidence.value,
        details: details.value,
        edits: {},
        masks: values['no-mask'] !== true,
      },
      context.facts,
      { names: privateNames() },
    );
    context.terminal.out(values.json ? JSON.stringify(written) : written.text.trimEnd());
    context.terminal.note(written.first.text);
    if (written.missing.length > 0) {
      context.terminal.note('Not known yet:');
      for (const { id, text } of written.missing) context.terminal.note(`  ${id}: ${text}`);
    }
    return { exit: 0 };
  },
};

function readDetails(given: readonly string[]): Result<LetterDetails> {
  const details: Record<string, string> = {};
  for (const one of given) {
    const at = one.indexOf('=');
    const name = letterDetailSchema.safeParse(one.slice(0, Math.max(at, 0)));
    if (at < 1 || !name.success)
      return fail(
        'usage',
        `"${one}" names no detail that a letter has.`,
        `Write NAME=TEXT with one of: ${LETTER_DETAILS.join(', ')}.`,
      );
    details[name.data] = one.slice(at + 1);
  }
  return succeed(details);
}

interface Evidence {
  readonly analysis: Analysis | null;
  readonly diagnosis: Diagnosis | null;
  readonly paths: Paths | null;
}

async function readEvidence(
  values: { readonly case?: string; readonly analysis?: string; readonly paths?: string },
  { now, facts }: CommandContext,
): Promise<Result<Evidence>> {
  const paths =
    values.paths === undefined ? succeed(null) : await readDocument(values.paths, pathsSchema, 'trace');
  if (!paths.ok) return paths;
  if (values.case !== undefined) {
    const found = await readCase(values.case, now);
    if (!found.ok) return found;
    const { analysis, measured } = found.value;
    const { diagnosis, paths: traced } = measuredOf(measured, facts.playbook);
    return succeed({ analysis, diagnosis, paths: paths.value ?? traced });
  }
  if (values.analysis === undefined) return succeed({ analysis: null, diagnosis: null, paths: paths.value });
  const document = await readDocument(values.analysis, analysisSchema.or(reportSchema), 'analyze');
  if (!document.ok) return document;
  if (document.value.schema !== 'report/1')
    return succeed({ analysis: document.value, diagnosis: null, paths: paths.value });
  const { analysis, diagnosis, paths: traced } = document.value;
  return succeed({ analysis, diagnosis, paths: paths.value ?? diagnosis?.paths ?? traced });
}

async function readDocument<T>(path: string, schema: z.ZodType<T>, command: string): Promise<Result<T>> {
  try {
    const parsed = schema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (parsed.success) return succeed(parsed.data);
  } catch (error) {
    if (!(error instanceof SyntaxError)) return problemFromSystem(error, path);
  }
  return fail(
    'not-readable',
    `${basename(path)} is no document of "${command} --json".`,
    `Make it anew: ${command} … --json > FILE`,
  );
}
