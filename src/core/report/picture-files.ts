import type { Report } from '../../contract/report.ts';
import { drawingSvg } from '../pictures/drawing-svg.ts';
import { exampleSession } from './build-report.ts';
import { layoutLadder } from './ladder-layout.ts';
import { ladderSvg } from './ladder-svg.ts';
import { picturesOf } from './measurement-section.ts';
import { REPORT_CSS } from './report-css.ts';

/** Every picture of the page as a file of its own: it needs no style from anywhere, and opens in any viewer. */
export function pictureFiles({
  analysis,
  diagnosis,
  paths,
}: Report): readonly { readonly name: string; readonly svg: string }[] {
  const id = analysis === null ? null : exampleSession(analysis);
  const session = analysis?.sessions.find((one) => one.id === id);
  const ladder = session === undefined ? null : layoutLadder(session);
  return [
    ...picturesOf(diagnosis, diagnosis?.paths ?? paths).map(({ name, drawing }) => ({
      name: `picture-${name}.svg`,
      svg: standAlone(drawingSvg(drawing, name)),
    })),
    ...(ladder === null
      ? []
      : [{ name: 'picture-ladder.svg', svg: standAlone(ladderSvg(ladder, 'ladder')) }]),
  ];
}

/** The rules of the page that pictures follow, with their colours put in: viewers of SVG seldom know variables. */
const PICTURE_CSS = resolveColours(
  REPORT_CSS,
  REPORT_CSS.split('\n')
    .filter((rule) => /^\.(?:ladder|drawing)\b/.test(rule))
    .join('\n'),
);

function resolveColours(page: string, rules: string): string {
  const values = new Map([...page.matchAll(/(--[a-z-]+):([^;}]+)/g)].map(([, name, value]) => [name, value]));
  return rules.replace(/var\((--[a-z-]+)\)/g, (whole, name: string) => values.get(name) ?? whole);
}

const FACE = 'Inter,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif';

function standAlone(svg: string): string {
  const [, width = '0', height = '0'] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const style = `<style>svg{font-family:${FACE}}\n${PICTURE_CSS}</style>`;
  const ground = `<rect width="${width}" height="${height}" style="fill:#fff;stroke:none"/>`;
  // Behind title and description, which viewers look for first.
  const drawn = svg
    .replace('<svg ', `<svg width="${width}" height="${height}" `)
    .replace('</desc>', `</desc>${style}${ground}`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${drawn}\n`;
}
