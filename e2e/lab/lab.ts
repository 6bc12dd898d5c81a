/** The laboratory's command line; README.md beside this file says what it is for. */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { bringUp } from './network/bring-up.ts';
import { LabProblem } from './network/lab-problem.ts';
import { findLabPrefixes, type LabState, namespaceOf, readState } from './network/lab-state.ts';
import { requireLab } from './network/requirements.ts';
import { toolEnvironment } from './network/run-tool.ts';
import { assertWhole, missingNamespaces } from './network/safety.ts';
import { loadScenario, scenarioNames } from './network/scenario.ts';
import { isOwnedByLiving, labProcesses, takeDownAll } from './network/take-down.ts';
import { recordFixtures } from './recording/record-fixtures.ts';

const HELP = `usage: npm run lab -- COMMAND

  up SCENARIO [--seed N] [--edges 2|4]   build the network of a scenario and leave it running
  exec [NAMESPACE] [--lab ID] -- CMD …   run a command in it, in the client's namespace unless another is named
  status                                 what is running
  down [--all]                           take everything down; --all also what a running check or recording uses
  record [SCENARIO …]                    play scenarios and record the captures and truths in e2e/fixtures anew
  list                                   the scenarios`;

/** The laboratory meant: the one named, or the only one that is kept up by hand. */
function chooseLab(named: string | undefined): LabState {
  const states = findLabPrefixes().flatMap((prefix) => readState(prefix) ?? []);
  const candidates = named
    ? states.filter(({ prefix }) => prefix === named)
    : states.filter(({ prefix }) => !isOwnedByLiving(prefix));
  const [only, ...more] = candidates;
  if (!only) throw new LabProblem('No laboratory is up. Build one with: npm run lab -- up SCENARIO');
  if (more.length > 0)
    throw new LabProblem(
      `Several laboratories are up; name one: ${candidates.map(({ prefix }) => `--lab ${prefix}`).join(' or ')}`,
    );
  return only;
}

async function up(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { seed: { type: 'string' }, edges: { type: 'string' } },
  });
  const [name, ...rest] = positionals;
  if (!name || rest.length > 0) throw new LabProblem(`Name one scenario: ${scenarioNames().join(', ')}.`);
  const seed = values.seed === undefined ? undefined : Number(values.seed);
  if (seed !== undefined && !Number.isSafeInteger(seed)) throw new LabProblem('--seed takes a whole number.');
  if (values.edges !== undefined && !['2', '4'].includes(values.edges))
    throw new LabProblem('--edges takes 2 or 4.');
  const scenario = loadScenario(name, {
    ...(seed === undefined ? {} : { seed }),
    ...(values.edges === undefined ? {} : { edges: Number(values.edges) }),
  });
  const { prefix, topology, files } = await bringUp(scenario, { owned: false });
  console.log(`Laboratory ${prefix} is up: ${scenario.description}`);
  console.log(`Namespaces: ${topology.nodes.join(' ')}`);
  console.log(`Its authority: ${files.authority}`);
  console.log('Try: npm run lab -- exec -- traceroute -n -T -p 443 104.192.141.1');
  return 0;
}

async function exec(words: readonly string[]): Promise<number> {
  const gap = words.indexOf('--');
  const command = gap < 0 ? [] : words.slice(gap + 1);
  const { values, positionals } = parseArgs({
    args: words.slice(0, gap < 0 ? undefined : gap),
    allowPositionals: true,
    options: { lab: { type: 'string' } },
  });
  const [program] = command;
  if (program === undefined)
    throw new LabProblem('Say what to run, after two dashes: exec client -- traceroute …');
  requireLab();
  const state = chooseLab(values.lab);
  assertWhole(state);
  const node = positionals[0] ?? 'client';
  if (!state.nodes.includes(node))
    throw new LabProblem(`There is no namespace "${node}". Known: ${state.nodes.join(', ')}.`);
  const child = spawn('ip', ['netns', 'exec', namespaceOf(state.prefix, node), ...command], {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${process.env.PATH ?? ''}:${toolEnvironment().PATH}` },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

function status(): number {
  requireLab();
  const prefixes = findLabPrefixes();
  if (prefixes.length === 0) console.log('No laboratory is up.');
  let damaged = 0;
  for (const prefix of prefixes) {
    const state = readState(prefix);
    const missing = state ? missingNamespaces(state) : [];
    const parts = [
      `${prefix}: ${state ? `${state.scenario}, ${state.phase}` : 'remains without a state file'}`,
      `${labProcesses(prefix).length} processes`,
      ...(isOwnedByLiving(prefix) ? [`belongs to process ${state?.owner?.pid}`] : []),
      ...(missing.length > 0 ? [`MISSING ${missing.join(', ')}`] : []),
    ];
    if (!state || missing.length > 0) damaged += 1;
    console.log(parts.join(' · '));
    if (state) console.log(`  namespaces: ${state.nodes.join(' ')}`);
  }
  return damaged > 0 ? 1 : 0;
}

async function down(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...words], options: { all: { type: 'boolean' } } });
  requireLab();
  const { gone, kept } = await takeDownAll(values.all ?? false);
  console.log(gone.length > 0 ? `Taken down: ${gone.join(', ')}.` : 'There was nothing to take down.');
  if (kept.length > 0)
    console.log(
      `Left alone, because a check or recording is using it: ${kept.join(', ')} (down --all takes it too).`,
    );
  return 0;
}

async function record(names: readonly string[]): Promise<number> {
  requireLab();
  for (const name of names) loadScenario(name);
  await recordFixtures(names, (line) => console.log(line));
  return 0;
}

function list(): number {
  const names = scenarioNames();
  const width = Math.max(...names.map((name) => name.length));
  for (const name of names) console.log(`${name.padEnd(width)}  ${loadScenario(name).description}`);
  return 0;
}

async function main([command, ...words]: readonly string[]): Promise<number> {
  if (command === 'up') return up(words);
  if (command === 'exec') return exec(words);
  if (command === 'status') return status();
  if (command === 'down') return down(words);
  if (command === 'record') return record(words);
  if (command === 'list') return list();
  console.log(HELP);
  return command === undefined || command === '--help' || command === 'help' ? 0 : 2;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isWords =
    error instanceof LabProblem || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  console.error(isWords ? (error as Error).message : error);
  process.exitCode = isWords ? 2 : 1;
}
