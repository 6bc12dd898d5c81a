import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { type Report, reportSchema } from '../../contract/report.ts';
import { withZip, type ZipPart, ZipTrouble } from '../node/read-zip.ts';
import { problemFromSystem } from '../node/system-problem.ts';

/** More than any report of ours: a dozen files, captures among them. */
const LIMITS = { entries: 100, unpackedBytes: 1_000_000_000 } as const;
const LONGEST_DOCUMENT = 128_000_000;
const LONGEST_SUMS = 100_000;

const notOurs = (path: string, why: string) =>
  fail(
    'not-a-report',
    `${basename(path)} is not taken in. ${why}`,
    'Ask for the zip as this program saved it. Nothing was changed here.',
  );

/** The data of a report, as its zip or its report.json; of a zip every part is held against the checksums in it. */
export async function readReport(path: string): Promise<Result<Report>> {
  try {
    if (!path.toLowerCase().endsWith('.json')) return await fromZip(path);
    if ((await stat(path)).size > LONGEST_DOCUMENT) return notOurs(path, 'It is larger than a report.');
    return parseReport(path, await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof ZipTrouble) return notOurs(path, error.message);
    return problemFromSystem(error, path);
  }
}

const fromZip = (path: string): Promise<Result<Report>> =>
  withZip(path, LIMITS, (parts) => fromParts(path, parts));

async function fromParts(path: string, parts: readonly ZipPart[]): Promise<Result<Report>> {
  const document = parts.find(({ name }) => /^(?:[^/]+\/)?report\.json$/.test(name));
  if (document === undefined) return notOurs(path, 'There is no report.json in it.');
  const folder = document.name.slice(0, -'report.json'.length);
  const list = parts.find(({ name }) => name === `${folder}SHA256SUMS`);
  if (list === undefined) return notOurs(path, 'Its list of checksums is missing.');
  if (document.sizeBytes > LONGEST_DOCUMENT || list.sizeBytes > LONGEST_SUMS)
    return notOurs(path, 'It is larger than a report.');
  const sums = parseSums((await whole(list)).toString('utf8'));
  const bytes = await whole(document);
  for (const part of parts) {
    if (part === list) continue;
    const name = part.name.startsWith(folder) ? part.name.slice(folder.length) : part.name;
    const wanted = sums.get(name);
    if (wanted === undefined)
      return notOurs(path, `Its list of checksums does not name ${name.slice(0, 80)}.`);
    const sum = part === document ? createHash('sha256').update(bytes).digest('hex') : await sumOf(part);
    if (sum !== wanted)
      return notOurs(path, `${name.slice(0, 80)} in it was changed after it was made: its checksum differs.`);
    sums.delete(name);
  }
  const [missing] = sums.keys();
  if (missing !== undefined) return notOurs(path, `${missing.slice(0, 80)} is missing from it.`);
  return parseReport(path, bytes.toString('utf8'));
}

function parseReport(path: string, text: string): Result<Report> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return notOurs(path, 'Its data are not JSON.');
  }
  const schema = (document as { schema?: unknown } | null)?.schema;
  if (typeof schema === 'string' && /^report\/(?!1$)\d+$/.test(schema))
    return fail(
      'not-a-report',
      `${basename(path)} was made by a newer version of this program (${schema}).`,
      'Update this program, then open it again.',
    );
  const parsed = reportSchema.safeParse(document);
  if (parsed.success) return succeed(parsed.data);
  const [issue] = parsed.error.issues;
  const where =
    issue === undefined || issue.path.length === 0 ? '' : ` (${issue.path.join('.').slice(0, 80)})`;
  return notOurs(path, `Its data are not those of a report${where}.`);
}

/** Lines of sha256sum: the sum, two characters, the name. */
function parseSums(text: string): Map<string, string> {
  const sums = new Map<string, string>();
  for (const line of text.split('\n')) {
    const found = /^([0-9a-f]{64}) [ *](.+)$/.exec(line);
    if (found?.[1] && found[2]) sums.set(found[2], found[1]);
  }
  return sums;
}

async function whole(part: ZipPart): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of part.chunks()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function sumOf(part: ZipPart): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of part.chunks()) hash.update(chunk);
  return hash.digest('hex');
}
