import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Analysis, analysisSchema } from '../../contract/analysis.ts';
import { type Case, type CaseSummary, caseIdSchema, caseSchema } from '../../contract/case.ts';
import {
  keptTracesSchema,
  type PartDiagnosis,
  partDiagnosisSchema,
  type TraceOutput,
} from '../../contract/diagnose.ts';
import { type Diagnosis, diagnosisSchema } from '../../contract/diagnosis.ts';
import { type Paths, pathsSchema } from '../../contract/paths.ts';
import { isMeasured } from '../../core/session/is-measured.ts';
import { replaceFile } from '../node/replace-file.ts';

/** The first version knew one file. */
const captureSourceSchema = z.union([
  z.object({ schema: z.literal('capture-source/2'), paths: z.array(z.string()) }),
  z
    .object({ schema: z.literal('capture-source/1'), path: z.string() })
    .transform(({ path }) => ({ schema: 'capture-source/2' as const, paths: [path] })),
]);

/** What reading a stored thing gave; a damaged one has been set aside under the name given. */
export type Stored<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'absent' }
  | { readonly kind: 'set-aside'; readonly name: string };

/** Cases on disk: a folder each, written whole or not at all, so that a crash leaves the old or the new one. */
export interface CaseStore {
  write(current: Case): Promise<void>;
  writeAnalysis(id: string, analysis: Analysis): Promise<void>;
  read(id: string): Promise<Stored<Case>>;
  readAnalysis(id: string): Promise<Stored<Analysis>>;
  /** What a case keeps of its live diagnosis; null or empty takes the file away. */
  writeDiagnosis(id: string, diagnosis: Diagnosis | null): Promise<void>;
  readDiagnosis(id: string): Promise<Stored<Diagnosis>>;
  writeTraces(id: string, outputs: readonly TraceOutput[]): Promise<void>;
  readTraces(id: string): Promise<readonly TraceOutput[]>;
  /** What a case that was taken in knows of its way, which came without the outputs of the traces. */
  writePaths(id: string, paths: Paths): Promise<void>;
  readPaths(id: string): Promise<Paths | null>;
  writePart(id: string, part: PartDiagnosis): Promise<void>;
  readPart(id: string): Promise<PartDiagnosis | null>;
  /** Takes the part away once the whole is there; `aside` keeps it under another name instead. */
  endPart(id: string, how: 'whole' | 'aside'): Promise<void>;
  /** Notes where the capture of a case lies. This never leaves: no path is in a case or in a report. */
  writeCaptureOf(id: string, paths: readonly string[]): Promise<void>;
  /** Where its files lie; null when one has gone, or they are no longer as long as when they were read. */
  captureOf(current: Case): Promise<readonly string[] | null>;
  /** The folder of a case, made when it is not there. */
  folder(id: string): Promise<string>;
  list(): Promise<CaseSummary[]>;
  /** Deletes the folder of a case with everything in it; all of it goes, or the case is still there. */
  remove(id: string): Promise<void>;
  /** Id of the case that was open last, or null. */
  lastOpened(): Promise<string | null>;
  remember(id: string): Promise<void>;
}

export function createCaseStore(userDataFolder: string, now: () => Date): CaseStore {
  const casesFolder = join(userDataFolder, 'cases');
  const folderOf = (id: string): string => join(casesFolder, caseIdSchema.parse(id));
  const caseFile = (id: string): string => join(folderOf(id), 'case.json');
  const analysisFile = (id: string): string => join(folderOf(id), 'analysis.json');
  const diagnosisFile = (id: string): string => join(folderOf(id), 'diagnosis.json');
  const tracesFile = (id: string): string => join(folderOf(id), 'traces.json');
  const pathsFile = (id: string): string => join(folderOf(id), 'paths.json');
  const sourceFile = (id: string): string => join(folderOf(id), 'source.json');
  const partFile = (id: string): string => join(folderOf(id), 'diagnosis.part.json');
  const lastFile = join(casesFolder, 'last-opened.json');

  async function readDocument<T>(path: string, schema: z.ZodType<T>): Promise<Stored<T>> {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if (isAbsent(error)) return { kind: 'absent' };
      throw error;
    }
    const parsed = parseJson(text, schema);
    if (parsed !== null) return { kind: 'found', value: parsed };
    // Nothing is deleted: support may still read what is left of it.
    const aside = `${path}.damaged-${now().toISOString().replace(/[:.]/g, '-')}`;
    await rename(path, aside);
    return { kind: 'set-aside', name: aside };
  }

  async function writeDocument(id: string, path: string, document: unknown): Promise<void> {
    await mkdir(folderOf(id), { recursive: true, mode: 0o700 });
    await replaceFile(path, JSON.stringify(document));
  }

  return {
    async write(current) {
      await mkdir(folderOf(current.id), { recursive: true, mode: 0o700 });
      await replaceFile(caseFile(current.id), JSON.stringify(caseSchema.parse(current)));
    },
    async writeAnalysis(id, analysis) {
      await mkdir(folderOf(id), { recursive: true, mode: 0o700 });
      await replaceFile(analysisFile(id), JSON.stringify(analysis));
    },
    writeCaptureOf: (id, paths) => writeDocument(id, sourceFile(id), { schema: 'capture-source/2', paths }),
    async captureOf({ id, capture }) {
      if (capture.kind !== 'analysed') return null;
      const kept = await readDocument(sourceFile(id), captureSourceSchema);
      if (kept.kind !== 'found') return null;
      const { paths } = kept.value;
      const sizes = await Promise.all(paths.map((path) => stat(path).then(({ size }) => size))).catch(
        () => null,
      );
      const all = sizes?.reduce((sum, size) => sum + size, 0);
      return all === capture.sizeBytes ? paths : null;
    },
    folder: async (id) => {
      await mkdir(folderOf(id), { recursive: true, mode: 0o700 });
      return folderOf(id);
    },
    read: (id) => readDocument(caseFile(id), caseSchema),
    readAnalysis: (id) => readDocument(analysisFile(id), analysisSchema),
    writeDiagnosis: (id, diagnosis) =>
      diagnosis === null
        ? rm(diagnosisFile(id), { force: true })
        : writeDocument(id, diagnosisFile(id), diagnosis),
    readDiagnosis: (id) => readDocument(diagnosisFile(id), diagnosisSchema),
    writeTraces: (id, outputs) => writeDocument(id, tracesFile(id), { schema: 'traces/1', outputs }),
    readTraces: async (id) => {
      const kept = await readDocument(tracesFile(id), keptTracesSchema);
      return kept.kind === 'found' ? kept.value.outputs : [];
    },
    writePaths: (id, paths) => writeDocument(id, pathsFile(id), paths),
    readPaths: async (id) => {
      const kept = await readDocument(pathsFile(id), pathsSchema);
      return kept.kind === 'found' ? kept.value : null;
    },
    writePart: (id, part) => writeDocument(id, partFile(id), part),
    readPart: async (id) => {
      const part = await readDocument(partFile(id), partDiagnosisSchema);
      return part.kind === 'found' ? part.value : null;
    },
    async endPart(id, how) {
      if (how === 'whole') await rm(partFile(id), { force: true });
      else await rename(partFile(id), `${partFile(id)}.aside`).catch(() => {});
    },
    async list() {
      const names = await readdir(casesFolder).catch((error: unknown) =>
        isAbsent(error) ? [] : Promise.reject(error),
      );
      const summaries: CaseSummary[] = [];
      for (const name of names) {
        if (!caseIdSchema.safeParse(name).success) continue;
        // A list only looks: damaged cases are set aside when they are opened.
        const text = await readFile(caseFile(name), 'utf8').catch(() => '');
        const parsed = parseJson(text, caseSchema);
        if (parsed === null) continue;
        const { id, updatedAt, step, capture, title, origin } = parsed;
        summaries.push({
          ...{ id, updatedAt, step, title },
          captureName: capture.kind === 'analysed' ? capture.fileName : null,
          isMeasured: isMeasured(parsed),
          isImported: origin.kind === 'imported',
        });
      }
      return summaries.sort((one, other) => other.updatedAt.localeCompare(one.updatedAt));
    },
    async remove(id) {
      // Renamed first: cut short in the middle, it is no half case but something without the name of one.
      const doomed = join(casesFolder, `deleted-${id}-${now().getTime()}`);
      await rename(folderOf(id), doomed);
      await rm(doomed, { recursive: true, force: true, maxRetries: 3 });
      const left = (await readdir(casesFolder)).filter((name) => name.startsWith('deleted-'));
      for (const name of left) await rm(join(casesFolder, name), { recursive: true, force: true });
    },
    async lastOpened() {
      const text = await readFile(lastFile, 'utf8').catch(() => '');
      const parsed = parseJson(text, caseIdSchema);
      if (parsed === null) return null;
      return stat(folderOf(parsed)).then(
        () => parsed,
        () => null,
      );
    },
    async remember(id) {
      await mkdir(casesFolder, { recursive: true, mode: 0o700 });
      await replaceFile(lastFile, JSON.stringify(id));
    },
  };
}

function parseJson<T>(text: string, schema: z.ZodType<T>): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

const isAbsent = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  (error.code === 'ENOENT' || error.code === 'ENOTDIR');
