import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { PathOfTarget, Paths } from '../../contract/paths.ts';
import type { Report } from '../../contract/report.ts';
import { attemptStrip } from '../pictures/attempt-strip.ts';
import type { Drawing } from '../pictures/drawing.ts';
import { drawingSvg, tableHtml } from '../pictures/drawing-svg.ts';
import { intervalPlot } from '../pictures/interval-plot.ts';
import { pathGraph } from '../pictures/path-graph.ts';
import { survivalPlot } from '../pictures/survival-plot.ts';
import { recordingLines } from '../words/recording-words.ts';
import { escapeMarkup as safe } from './markup.ts';

const WIDTH = 860;

/** Every picture of a diagnosis, in the order of the window, with a name each. */
export function picturesOf(
  diagnosis: Diagnosis | null,
  paths: Paths | null,
): readonly { readonly name: string; readonly drawing: Drawing }[] {
  const measured =
    diagnosis === null || diagnosis.comparison.anycast.attempts === 0
      ? []
      : [
          { name: 'intervals', drawing: intervalPlot(diagnosis.comparison, WIDTH) },
          {
            name: 'attempts',
            drawing: attemptStrip(diagnosis.attempts, Math.ceil(diagnosis.attempts.length / 2), WIDTH),
          },
          { name: 'survival', drawing: survivalPlot(diagnosis, WIDTH) },
        ];
  const traces = paths?.traces ?? [];
  const all: readonly PathOfTarget[] = paths === null ? [] : [paths, ...paths.others];
  return [
    ...measured,
    ...all
      .filter(({ hops }) => hops.length > 0)
      .map((path, index) => ({ name: `paths-${index + 1}`, drawing: pathGraph(path, traces) })),
  ];
}

/** What was measured live, as part of the page: its pictures where they are wanted, its numbers in any case. */
export function measurementSection({ diagnosis, paths: alone }: Report, withPictures: boolean): string {
  const paths = diagnosis?.paths ?? alone;
  if (diagnosis === null && paths === null) return '';
  const shown = picturesOf(diagnosis, paths)
    .map(({ name, drawing }) => {
      const table = `<details><summary>The same as a table</summary>${tableHtml(drawing.table)}</details>`;
      const picture = withPictures ? `<div class="scroll">${drawingSvg(drawing, name)}</div>` : '';
      return `<div class="picture"><h3>${safe(drawing.title)}</h3>${picture}${table}</div>`;
    })
    .join('\n');
  const how =
    diagnosis === null
      ? '<p>Nothing was measured live in this case; the traces were made elsewhere.</p>'
      : `<p>${diagnosis.attempts.length} attempts, ${safe(diagnosis.mode)} plan, from <span class="time">${safe(diagnosis.startedAt)}</span> to <span class="time">${safe(diagnosis.endedAt)}</span>, ended: ${safe(diagnosis.end)}.</p>${comparedWith(diagnosis)}${checkList(diagnosis)}${recordedMeanwhile(diagnosis)}`;
  const traces =
    paths === null
      ? ''
      : `<h3>Traces</h3><ul>${paths.traces
          .map(
            ({ source, format, flow, protocol, isElevated }) =>
              `<li><code>${safe(source)}</code>: ${safe(format)}, ${safe(flow)} flow, ${safe(protocol)}${isElevated ? ', with administrator rights' : ''}</li>`,
          )
          .join('')}</ul>`;
  return `<section><h2>Measured live</h2>${how}${shown}${traces}</section>`;
}

const comparedWith = ({ earlier }: Diagnosis): string =>
  earlier === null ? '' : `<p>${safe(earlier.text)}</p>`;

const recordedMeanwhile = ({ recording }: Diagnosis): string =>
  recording === null
    ? ''
    : `<h3>Recorded meanwhile</h3><ul>${recordingLines(recording)
        .map((line) => `<li>${safe(line)}</li>`)
        .join('')}</ul>`;

const checkList = ({ checks }: Diagnosis): string =>
  `<ul>${checks.map(({ id, state, text }) => `<li>${safe(id)} (${safe(state)}): ${safe(text)}</li>`).join('')}</ul>`;

/** The same in lines, for the text form. */
export function measurementLines({
  diagnosis,
  paths: alone,
}: Report): readonly (readonly [string, string[]])[] {
  const paths = diagnosis?.paths ?? alone;
  const pictures = picturesOf(diagnosis, paths).map(({ drawing }) => drawing.title);
  const hops = paths?.hops.map(({ ttl, responders }) => {
    const who = [...new Set(responders.map((one) => `${one.address ?? one.name ?? '?'} (${one.flow} flow)`))];
    return `hop ${ttl}: ${who.join(', ') || 'no answer'}`;
  });
  return [
    [
      'Measured live',
      [
        ...pictures,
        ...(diagnosis?.earlier ? [diagnosis.earlier.text] : []),
        ...(diagnosis?.checks.map(({ id, state, text }) => `${id} (${state}): ${text}`) ?? []),
      ],
    ],
    ['Recorded meanwhile', diagnosis?.recording ? recordingLines(diagnosis.recording) : []],
    ['The way, hop by hop', hops ?? []],
    [
      'Traces',
      paths?.traces.map(
        ({ source, flow, protocol, isElevated }) =>
          `${source} (${flow} flow, ${protocol}${isElevated ? ', with administrator rights' : ''})`,
      ) ?? [],
    ],
  ];
}
