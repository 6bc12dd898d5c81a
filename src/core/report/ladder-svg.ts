import type { LadderLayout } from './ladder-layout.ts';
import { escapeMarkup as safe } from './markup.ts';

/** The ladder as one SVG element, for the report. Colours come from the page's CSS variables, with print-safe fall-backs. */
export function ladderSvg(layout: LadderLayout, id: string): string {
  const { width, height } = layout;
  const lines = layout.lifelines.map(
    ({ label, detail, x, inferred }) =>
      `<text x="${x}" y="30" text-anchor="middle" class="who">${safe(label)}</text>` +
      `<text x="${x}" y="50" text-anchor="middle" class="quiet">${safe(detail)}</text>` +
      `<line x1="${x}" y1="62" x2="${x}" y2="${height - 10}" class="life"${inferred ? ' stroke-dasharray="6 5"' : ''}/>`,
  );
  const arrows = layout.arrows.map((arrow) => {
    const direction = arrow.toX > arrow.fromX ? 1 : -1;
    const tip = arrow.toX - 2 * direction;
    const middle = (arrow.fromX + arrow.toX) / 2;
    const head = `${tip},${arrow.y} ${tip - 10 * direction},${arrow.y - 5} ${tip - 10 * direction},${arrow.y + 5}`;
    const cross =
      arrow.kind === 'reset'
        ? `<path d="M${middle - 7},${arrow.y - 7}l14,14m0,-14l-14,14" class="reset"/>`
        : '';
    return (
      `<g class="${arrow.kind}">` +
      `<text x="8" y="${arrow.y + 4}" class="quiet">${safe(arrow.time)}</text>` +
      `<line x1="${arrow.fromX}" y1="${arrow.y}" x2="${tip}" y2="${arrow.y}" class="${arrow.kind}"/><polygon points="${head}" class="${arrow.kind}"/>${cross}` +
      `<text x="${middle}" y="${arrow.y - 8}" text-anchor="middle">${safe(arrow.label)}</text>` +
      (arrow.ttl
        ? `<text x="${arrow.toX + 6}" y="${arrow.y + 16}" class="ttl">${safe(arrow.ttl)}</text>`
        : '') +
      `<text x="600" y="${arrow.y + 4}" class="reading">${safe(arrow.reading)}</text></g>`
    );
  });
  return `<svg role="img" aria-labelledby="${id}-title ${id}-text" viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg" class="ladder"><title id="${id}-title">${safe(layout.title)}</title><desc id="${id}-text">${safe(layout.description)}</desc>${lines.join('')}${arrows.join('')}</svg>`;
}
