import { type KeyboardEvent, useId, useState } from 'react';
import type { Drawing } from '../../core/pictures/drawing.ts';
import { nextInOrder, nextMark } from '../../core/pictures/next-mark.ts';
import { Shapes } from './shapes.tsx';

interface PictureProps {
  readonly drawing: Drawing;
  /** Width on screen as a share of the drawing's own; without it the picture fills its frame. */
  readonly scale?: number;
}

/** A picture to be looked at as a whole. */
export const Picture = ({ drawing, scale }: PictureProps) => {
  const id = useId();
  const { width, height, title, description, shapes, marks } = drawing;
  return (
    <svg
      className="drawing"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-text`}
      style={scale === undefined ? { maxWidth: `${width / 13}rem` } : { width: `${(scale * width) / 13}rem` }}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-text`}>{description}</desc>
      <Shapes shapes={shapes} />
      {marks.map((mark) => (
        <Shapes key={mark.id} shapes={mark.shapes} />
      ))}
    </svg>
  );
};

interface MarkedPictureProps {
  readonly drawing: Drawing;
  /** How the arrow keys work, said while nothing is pointed at. */
  readonly hint: string;
  /** The marks stand in one order, which the arrow keys follow, instead of in rows. */
  readonly inOrder?: boolean;
  /** What a click on a mark does, and Enter or the space bar on the one that is pointed at. */
  readonly onChoose?: (id: string) => void;
}

/**
 * A picture whose marks can be pointed at, by hand or with the arrow keys; what the mark says stands below, in a place
 * that is always there.
 */
export const MarkedPicture = ({ drawing, hint, inOrder = false, onChoose }: MarkedPictureProps) => {
  const id = useId();
  const [chosen, setChosen] = useState<string | null>(null);
  const { width, height, title, description, shapes, marks } = drawing;
  const at = marks.findIndex((mark) => mark.id === chosen);
  const mark = marks[at];
  const move = (event: KeyboardEvent): void => {
    if (mark !== undefined && onChoose !== undefined && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      onChoose(mark.id);
      return;
    }
    const next = (inOrder ? nextInOrder : nextMark)(marks, at, event.key);
    if (next === null) return;
    event.preventDefault();
    setChosen(marks[next]?.id ?? null);
  };
  return (
    <>
      <div
        className="marked"
        role="listbox"
        tabIndex={0}
        aria-label={title}
        aria-describedby={`${id}-text`}
        {...(mark === undefined ? {} : { 'aria-activedescendant': `${id}-${mark.id}` })}
        style={{ maxWidth: `${width / 13}rem` }}
        onKeyDown={move}
      >
        <svg className="drawing" viewBox={`0 0 ${width} ${height}`} aria-hidden>
          <Shapes shapes={shapes} />
          {marks.map((one) => (
            <Shapes key={one.id} shapes={one.shapes} />
          ))}
          {mark !== undefined && <circle className="pointed" cx={mark.x} cy={mark.y} r={10} />}
        </svg>
        {marks.map((one) => (
          <span
            key={one.id}
            id={`${id}-${one.id}`}
            role="option"
            tabIndex={-1}
            aria-label={one.label}
            aria-selected={one.id === chosen}
            className="mark-place"
            style={{ left: `${(100 * one.x) / width}%`, top: `${(100 * one.y) / height}%` }}
            onPointerEnter={() => setChosen(one.id)}
            {...(onChoose === undefined ? {} : { onClick: () => onChoose(one.id) })}
          />
        ))}
      </div>
      <p id={`${id}-text`} className="visually-hidden">
        {description} {hint}
      </p>
      <p className="mark-words quiet">{mark?.label ?? hint}</p>
    </>
  );
};
