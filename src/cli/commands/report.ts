import { basename, join, resolve } from 'node:path';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { ALL_REPORT_PARTS, type ReportWritten } from '../../contract/report.ts';
import { createCase } from '../../core/session/case-events.ts';
import { drawCaseId } from '../../core/session/case-id.ts';
import { PRODUCT_NAME } from '../../core/words/product-name.ts';
import { systemHostsFile } from '../../hosts-file/hosts-file-path.ts';
import { replaceFile } from '../../main/node/replace-file.ts';
import { privateNames, systemFacts } from '../../main/node/system-facts.ts';
import { problemFromSystem } from '../../main/node/system-problem.ts';
import { defaultUserDataFolder } from '../../main/node/user-data-folder.ts';
import { analyseCaptures } from '../../main/services/analyse-captures.ts';
import { PRACTICE_FILE } from '../../main/services/capture-service.ts';
import { measuredOf } from '../../main/services/measured-paths.ts';
import { overridesNow } from '../../main/services/overrides-now.ts';
import { makeWholeReport, zipReport } from '../../main/services/report-files.ts';
import { ownPlace } from '../../main/services/user-override.ts';
import type { Command, CommandContext } from '../command.ts';
import { type FoundCase, readCase } from '../read-case.ts';
import { readWords } from '../read-words.ts';
import { reportSummary } from './report-summary.ts';

const HELP = `Usage: report --out FILE.zip (--case ID | --capture FILE… | --practice) [--no-mask]
              [--include-captures | --whole-captures] [--json]
       report summary DIR [--json]

Writes the report: readable page, text, data and checksums in one zip.

  --case ID        a case of the desktop program, such as OTTER-42
  --capture FILE   analyse this capture and report on it (may be repeated)
  --practice       report on the practice case
  --no-mask        show private addresses and names; secrets stay removed
  --include-captures  with the packets of the sessions with Bitbucket: headers alone, and masked unless --no-mask
  --whole-captures    with all they carry; needs --no-mask
  --json           one JSON document (report-written/1) on standard output

summary DIR reads every report in a folder and those below, zips and JSON alike, and says which sites they
came from, which verdicts, which hops and since when (report-summary/1). A file that cannot be read is named and
left out.

Exit: 0 written, 2 wrong usage, 3 not readable or not writable.`;

export const report: Command = {
  help: HELP,
  async run(words, context) {
    if (words[0] === 'summary') return reportSummary(words.slice(1), context);
    const parsed = readWords(
      words,
      {
        out: { type: 'string' },
        case: { type: 'string' },
        capture: { type: 'string', multiple: true },
        practice: { type: 'boolean' },
        'no-mask': { type: 'boolean' },
        'include-captures': { type: 'boolean' },
        'whole-captures': { type: 'boolean' },
        json: { type: 'boolean' },
      },
      'See: report --help',
    );
    if (!parsed.ok) return { problem: parsed.problem };
    const { values, positionals } = parsed.value;
    if (values.out === undefined)
      return fail('usage', 'Say where to write the report: --out FILE.zip', 'See: report --help');
    if (positionals.length > 0)
      return fail(
        'usage',
        `"${positionals[0]}" is not expected here.`,
        'Captures are named with --capture FILE.',
      );
    const captures = values.practice
      ? [join(context.resourcesFolder, PRACTICE_FILE)]
      : (values.capture ?? []);
    if ((values.case !== undefined) === captures.length > 0)
      return fail('usage', 'Name either a case or captures.', 'See: report --help');
    const found =
      values.case === undefined
        ? await fromCaptures(captures, context)
        : await readCase(values.case, context.now);
    if (!found.ok) return { problem: found.problem };
    if ((values['include-captures'] || values['whole-captures']) && found.value.captures.length === 0)
      return fail(
        'not-found',
        'The capture of this case is not here, or no longer as it was read.',
        'Open it in the case again, or leave the captures out.',
      );
    const ports = {
      names: privateNames(),
      now: context.now,
      product: { name: PRODUCT_NAME, version: context.version },
      system: systemFacts(`Node ${process.versions.node}`),
    };
    const choice = values['whole-captures'] ? 'whole' : values['include-captures'] ? 'headers' : 'none';
    const made = await makeWholeReport(
      {
        ...found.value,
        ...measuredOf(found.value.measured, context.facts.playbook),
        ...{ parts: ALL_REPORT_PARTS, masks: !values['no-mask'] },
        // Captures are read anywhere; a case belongs to this machine.
        inForce:
          values.case === undefined
            ? null
            : await overridesNow(
                { hostsFile: systemHostsFile(), place: ownPlace(defaultUserDataFolder()) },
                context.facts.playbook,
                context.now(),
              ),
      },
      ports,
      { choice, playbook: context.facts.playbook, paths: found.value.captures },
    );
    if (!made.ok) return { problem: made.problem };
    const files = made.value;
    const zip = await zipReport(files, found.value.current.id, context.now());
    try {
      await replaceFile(resolve(values.out), zip, 0o644);
    } catch (error) {
      return { problem: problemFromSystem(error, values.out).problem };
    }
    const written: ReportWritten = {
      schema: 'report-written/1',
      file: basename(values.out),
      bytes: zip.length,
      files: files.map(({ name, sha256 }) => ({ name, sha256 })),
    };
    context.terminal.out(
      values.json
        ? JSON.stringify(written)
        : `Report written: ${values.out} (${files.length} files, ${zip.length} bytes)`,
    );
    return { exit: 0 };
  },
};

async function fromCaptures(
  paths: readonly string[],
  { facts, now }: CommandContext,
): Promise<Result<FoundCase>> {
  const analysed = await analyseCaptures({ paths, targets: [], selection: 'target-or-reset' }, facts);
  if (!analysed.ok) return analysed;
  return succeed({
    current: createCase(drawCaseId(Math.random, new Set()), now().toISOString()),
    analysis: analysed.value,
    measured: { diagnosis: null, traces: [] },
    captures: paths,
  });
}
