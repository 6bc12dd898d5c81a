import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { analyseCaptures } from '../../src/main/services/analyse-captures.ts';
import { loadProductFacts } from '../../src/main/services/product-facts.ts';
import { type CaptureCounts, countsOf, readWithTshark } from '../lab/truth/tshark-counts.ts';
import { capturesIn, fetchSources } from './fetch-sources.ts';
import { ARGUED } from './known-differences.ts';

/**
 * Compares what this program and tshark count in the captures that come with the sources of tcpdump, libpcap and
 * wireshark (docs/corpora.md). They are fetched into `corpora/` the first time.
 *
 * usage: npm run check:corpora [-- NAME...]   only captures whose path holds one of the words
 */
const PROJECT = join(import.meta.dirname, '..', '..');
const FOLDER = join(PROJECT, 'corpora');
const facts = loadProductFacts(join(PROJECT, 'resources'));
const words = process.argv.slice(2);

type Ours = CaptureCounts | { readonly refused: string };

async function countWithUs(path: string): Promise<Ours> {
  const result = await analyseCaptures({ paths: [path], targets: [], selection: 'reset' }, facts);
  if (!result.ok) return { refused: result.problem.message };
  const { counts, tcp } = result.value;
  const { sessions, resets, resetsWithAck } = tcp;
  return { packets: counts.packets, tcp: counts.tcp, sessions, resets, resetsWithAck };
}

const text = (counts: CaptureCounts): string => Object.values(counts).join('/');

/** What the name of a capture is in docs/corpora.md: the package, and its path in there. */
const nameOf = (path: string): string => path.replace(/\\/g, '/').replace(/^([a-z]+)-v?[\d.]+\//, '$1/');

async function main(): Promise<number> {
  mkdirSync(FOLDER, { recursive: true });
  if (capturesIn(FOLDER).length === 0) {
    const trouble = fetchSources(FOLDER);
    if (trouble !== null) {
      console.error(trouble);
      return 2;
    }
  }
  const paths = capturesIn(FOLDER).filter(
    (path) => words.length === 0 || words.some((word) => path.includes(word)),
  );
  let equal = 0;
  const argued: string[] = [];
  const strange: string[] = [];
  for (const path of paths) {
    const reading = readWithTshark(join(FOLDER, path));
    if (reading === null) {
      console.error('tshark is not here.');
      return 2;
    }
    const theirs = countsOf(reading);
    const ours = await countWithUs(join(FOLDER, path));
    const told = 'refused' in ours ? `refused: ${ours.refused}` : text(ours);
    if (told === text(theirs)) {
      equal += 1;
      continue;
    }
    const line = `${nameOf(path)}: ${told}, tshark ${text(theirs)}${reading.words === '' ? '' : ` (${reading.words.split('\n').at(-1)})`}`;
    const wanted = ARGUED.get(nameOf(path));
    const isKnown = theirs.packets === 0 && wanted === ('refused' in ours ? 'refused' : told);
    if (isKnown) argued.push(line);
    else strange.push(line);
  }
  console.log('packets/TCP/sessions/resets/resets with ACK');
  for (const line of argued) console.log(`argued   ${line}`);
  for (const line of strange) console.log(`DIFFERS  ${line}`);
  console.log(
    `${paths.length} captures: ${equal} equal, ${argued.length} differ as docs/corpora.md says, ${strange.length} otherwise`,
  );
  return strange.length === 0 && paths.length > 0 ? 0 : 1;
}

process.exitCode = await main();
