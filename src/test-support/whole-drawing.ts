import { expect } from 'vitest';
import type { Drawing } from '../core/pictures/drawing.ts';

/** Every shape lies in the picture, and no two words in it lie over each other. */
export function expectWhole({ width, height, shapes, title, description, table }: Drawing): void {
  expect(title).not.toBe('');
  expect(description.length).toBeGreaterThan(10);
  for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
  const boxes = shapes.flatMap((shape) => {
    if (shape.kind !== 'text') return [];
    const size = shape.look.includes('address') ? 6.7 : 7.2;
    const length = shape.text.length * size;
    const left = shape.x - (shape.anchor === 'end' ? length : shape.anchor === 'middle' ? length / 2 : 0);
    expect(left, shape.text).toBeGreaterThanOrEqual(-4);
    expect(left + length, shape.text).toBeLessThanOrEqual(width + 8);
    expect(shape.y, shape.text).toBeLessThanOrEqual(height);
    return [{ left, right: left + length, top: shape.y - 10, bottom: shape.y + 1, words: shape.text }];
  });
  for (const [index, one] of boxes.entries())
    for (const other of boxes.slice(index + 1)) {
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      expect(across > 3 && down > 2, `${one.words} over ${other.words}`).toBe(false);
    }
}
