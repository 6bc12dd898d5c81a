import { fail } from '../../contract/problem.ts';
import type { ReportSummary } from '../../contract/report-summary.ts';
import { VERDICT_NAMES } from '../../core/words/verdict-words.ts';
import { summariseFolder } from '../../main/services/summarise-folder.ts';
import type { CommandContext, CommandOutcome } from '../command.ts';
import { readWords } from '../read-words.ts';
import { inert } from '../terminal.ts';

const HINT = 'See: report --help';

/** `report summary DIR`: what the reports of a fleet say together. */
export async function reportSummary(
  words: readonly string[],
  { terminal }: CommandContext,
): Promise<CommandOutcome> {
  const parsed = readWords(words, { json: { type: 'boolean' } }, HINT);
  if (!parsed.ok) return { problem: parsed.problem };
  const { values, positionals } = parsed.value;
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0)
    return fail('usage', 'Name one folder: report summary DIR', HINT);
  const made = await summariseFolder(folder);
  if (!made.ok) return { problem: made.problem };
  for (const { file, because } of made.value.skipped) terminal.note(inert(`Left out: ${file}. ${because}`));
  terminal.out(values.json ? JSON.stringify(made.value) : inert(summaryText(made.value)));
  return { exit: 0 };
}

/** Hops that are on no split are in the JSON; here the first few of them. */
const MOST_HOPS = 15;

function summaryText({ reports, verdicts, hops, skipped, folder }: ReportSummary): string {
  const span = (since: string | null, until: string | null): string =>
    since === null || until === null ? 'no time known' : `${since} to ${until}`;
  const sitesOf = (sites: readonly string[]): string =>
    `${sites.length} ${sites.length === 1 ? 'site' : 'sites'}: ${sites.join(', ')}`;
  const lines = [
    `${reports.length} reports in ${folder}${skipped.length > 0 ? `, ${skipped.length} files left out` : ''}`,
    '',
    'VERDICTS',
    ...verdicts.flatMap((one) => [
      `${String(one.reports).padStart(4)}  ${VERDICT_NAMES[one.kind]} (${one.kind})`,
      `      ${span(one.since, one.until)}; ${sitesOf(one.sites)}`,
    ]),
  ];
  const parting = hops.filter(({ splitsAfter, splitsTo }) => splitsAfter + splitsTo > 0);
  const shown = [...parting, ...hops.filter((one) => !parting.includes(one))].slice(0, MOST_HOPS);
  if (shown.length > 0)
    lines.push(
      '',
      'HOPS, THOSE AT WHICH PACKETS PART FIRST',
      ...shown.flatMap((one) => [
        `      ${one.address}: in ${one.reports}; packets part behind it in ${one.splitsAfter}, at it in ${one.splitsTo}`,
        `      ${span(one.since, one.until)}; ${sitesOf(one.sites)}`,
      ]),
    );
  lines.push(
    '',
    'REPORTS',
    ...reports.map(
      ({ site, caseId, title, verdict, from, to }) =>
        `      ${site}, ${caseId}${title === null ? '' : ` (${title})`}: ${verdict === null ? 'no verdict' : `${verdict.kind}, ${verdict.confidence}, ${verdict.basis}`}; ${span(from, to)}`,
    ),
  );
  return lines.join('\n');
}
