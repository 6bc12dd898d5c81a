import { escapeMarkup as safe } from '../report/markup.ts';
import type { Drawing, PictureTable, Shape } from './drawing.ts';

/** A picture as one SVG element, for the report. Colours come from the page's styles. */
export function drawingSvg(
  { title, description, width, height, shapes, marks }: Drawing,
  id: string,
): string {
  const drawn = [...shapes, ...marks.flatMap((mark) => mark.shapes)].map(shapeSvg).join('');
  return `<svg role="img" aria-labelledby="${id}-title ${id}-text" viewBox="0 0 ${width} ${height}" style="max-width:${width}px" xmlns="http://www.w3.org/2000/svg" class="drawing"><title id="${id}-title">${safe(title)}</title><desc id="${id}-text">${safe(description)}</desc>${drawn}</svg>`;
}

function shapeSvg(shape: Shape): string {
  const look = `class="${safe(shape.look)}"`;
  switch (shape.kind) {
    case 'line':
      return `<line x1="${shape.x1}" y1="${shape.y1}" x2="${shape.x2}" y2="${shape.y2}" ${look}/>`;
    case 'box':
      return `<rect x="${shape.x}" y="${shape.y}" width="${shape.width}" height="${shape.height}" ${look}/>`;
    case 'circle':
      return `<circle cx="${shape.x}" cy="${shape.y}" r="${shape.radius}" ${look}/>`;
    case 'path':
      return `<path d="${shape.d}" ${look}/>`;
    case 'text':
      return `<text x="${shape.x}" y="${shape.y}" text-anchor="${shape.anchor}" ${look}>${safe(shape.text)}</text>`;
  }
}

/** The table of a picture, for the report. */
export const tableHtml = ({ columns, rows }: PictureTable): string =>
  `<div class="scroll"><table><thead><tr>${columns
    .map(({ name, isNumber }) => `<th scope="col"${isNumber ? ' class="number"' : ''}>${safe(name)}</th>`)
    .join('')}</tr></thead><tbody>${rows
    .map(
      (row) =>
        `<tr>${row.map((cell, index) => `<td${columns[index]?.isNumber ? ' class="number"' : ''}>${safe(cell)}</td>`).join('')}</tr>`,
    )
    .join('')}</tbody></table></div>`;

/** The same for a ticket or a mail, columns parted by tabs. */
export const tableText = ({ columns, rows }: PictureTable): string =>
  [columns.map(({ name }) => name), ...rows].map((row) => row.join('\t')).join('\n');
