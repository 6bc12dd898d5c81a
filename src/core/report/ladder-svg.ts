import type { LadderLayout } from './ladder-layout.ts';
import { escapeMarkup as safe } from './markup.ts';

/** Height of one line of a reading, in the diagram's pixels. */
export const READING_LINE = 16;

/** The ladder as one SVG element, for the report. Colours come from the page's CSS variables, with print-safe fall-backs. */
export function ladderSvg(layout: LadderLayout, id: string): string {
  const { width, height, readingX, gap } = layout;
  const lines = layout.lifelines.map(
    ({ label, detail, x, inferred }) =>
      `<text x="${x}" y="22" text-anchor="middle" class="who">${safe(label)}</text>` +
      `<text x="${x}" y="41" text-anchor="middle" class="quiet">${safe(detail)}</text>` +
      `<line x1="${x}" y1="50" x2="${x}" y2="${height - 8}" class="life"${inferred ? ' stroke-dasharray="6 5"' : ''}/>`,
  );
  const arrows = layout.arrows.map((arrow) => {
    const direction = arrow.toX > arrow.fromX ? 1 : -1;
    const tip = arrow.toX - 2 * direction;
    const head = `${tip},${arrow.y} ${tip - 10 * direction},${arrow.y - 5} ${tip - 10 * direction},${arrow.y + 5}`;
    const cross =
      arrow.crossX === null
        ? ''
        : `<path d="M${arrow.crossX - 7},${arrow.y - 7}l14,14m0,-14l-14,14" class="reset"/>`;
    const firstLine = arrow.y + 4 - ((arrow.readingLines.length - 1) * READING_LINE) / 2;
    return (
      `<g class="${arrow.kind}">` +
      `<text x="8" y="${arrow.y + 4}" class="quiet">${safe(arrow.time)}</text>` +
      `<line x1="${arrow.fromX}" y1="${arrow.y}" x2="${tip}" y2="${arrow.y}" class="${arrow.kind}"/><polygon points="${head}" class="${arrow.kind}"/>${cross}` +
      `<text x="${(arrow.fromX + arrow.toX) / 2}" y="${arrow.y - 8}" text-anchor="middle">${safe(arrow.label)}</text>` +
      (arrow.ttl
        ? `<text x="${arrow.toX + 6}" y="${arrow.y + 16}" class="ttl">${safe(arrow.ttl)}</text>`
        : '') +
      arrow.readingLines
        .map(
          (line, index) =>
            `<text x="${readingX}" y="${firstLine + index * READING_LINE}" class="reading">${safe(line)}</text>`,
        )
        .join('') +
      '</g>'
    );
  });
  const leftOut =
    gap === null ? '' : `<text x="${readingX}" y="${gap.y + 4}" class="quiet">${safe(gap.text)}</text>`;
  return `<svg role="img" aria-labelledby="${id}-title ${id}-text" viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg" class="ladder"><title id="${id}-title">${safe(layout.title)}</title><desc id="${id}-text">${safe(layout.description)}</desc>${lines.join('')}${arrows.join('')}${leftOut}</svg>`;
}
