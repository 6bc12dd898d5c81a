/** A picture as plain data: the window and the report draw the same one. Lengths are in the drawing's own pixels. */
export type Shape =
  | {
      readonly kind: 'line';
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
      readonly look: string;
    }
  | {
      readonly kind: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly look: string;
    }
  | {
      readonly kind: 'circle';
      readonly x: number;
      readonly y: number;
      readonly radius: number;
      readonly look: string;
    }
  | { readonly kind: 'path'; readonly d: string; readonly look: string }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly look: string;
    };

/** Something in a picture that can be pointed at: its shapes, and what it says of itself. */
export interface Mark {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly shapes: readonly Shape[];
}

export interface PictureTable {
  readonly columns: readonly { readonly name: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

export interface Drawing {
  /** What the picture finds, as a sentence. */
  readonly title: string;
  /** The same for those who do not see it, with the numbers. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
  readonly marks: readonly Mark[];
  readonly table: PictureTable;
}

export const line = (x1: number, y1: number, x2: number, y2: number, look: string): Shape => ({
  ...{ kind: 'line', x1, y1, x2, y2, look },
});

export const text = (
  x: number,
  y: number,
  words: string,
  look = '',
  anchor: 'start' | 'middle' | 'end' = 'start',
): Shape => ({ ...{ kind: 'text', x, y, text: words, look, anchor } });

/** Two digits after the point at most, so that a page of pictures stays small. */
export const round = (value: number): number => Math.round(value * 100) / 100;

/** A share as people say it: `3 %`, below one per cent with a digit more, never a false 0 or 100. */
export function percentText(share: number): string {
  if (share > 0 && share < 0.01) return `${Math.max(0.1, Math.round(share * 1000) / 10)} %`;
  if (share < 1 && share > 0.99) return `${Math.min(99.9, Math.round(share * 1000) / 10)} %`;
  return `${Math.round(share * 100)} %`;
}

/** An interval as people say it, rounded outwards: `22 to 55 %`. */
export const rangeText = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  `${Math.floor(low * 100)} to ${Math.ceil(high * 100)} %`;
