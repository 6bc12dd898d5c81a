import { useId } from 'react';
import type { LadderArrow, LadderLayout, Lifeline } from '../../core/report/ladder-layout.ts';
import { READING_LINE } from '../../core/report/ladder-svg.ts';

interface LadderDiagramProps {
  readonly layout: LadderLayout;
  /** The picture alone, where there is no room for words beside it; the readings then stand below as a list. */
  readonly compact: boolean;
}

/** Time downwards, one line for you and one for each sender; the reset is crossed and heavy, never red alone. */
export const LadderDiagram = ({ layout, compact }: LadderDiagramProps) => {
  const id = useId();
  return (
    <div className="ladder-frame">
      <svg
        className="ladder"
        viewBox={`0 0 ${compact ? layout.readingX : layout.width} ${layout.height}`}
        role="img"
        aria-labelledby={`${id}-title ${id}-text`}
      >
        <title id={`${id}-title`}>{layout.title}</title>
        <desc id={`${id}-text`}>{layout.description}</desc>
        {layout.lifelines.map((line) => (
          <Line key={line.label} line={line} height={layout.height} />
        ))}
        {layout.arrows.map((arrow) => (
          <Arrow key={arrow.packet} arrow={arrow} readingX={compact ? null : layout.readingX} />
        ))}
        {layout.gap && (
          <text
            x={compact ? layout.readingX / 2 : layout.readingX}
            y={layout.gap.y + 4}
            textAnchor={compact ? 'middle' : 'start'}
            className="quiet"
          >
            {layout.gap.text}
          </text>
        )}
      </svg>
    </div>
  );
};

const Line = ({ line, height }: { readonly line: Lifeline; readonly height: number }) => (
  <g>
    <text x={line.x} y={22} textAnchor="middle" className="who">
      {line.label}
    </text>
    <text x={line.x} y={41} textAnchor="middle" className="quiet">
      {line.detail}
    </text>
    <line
      x1={line.x}
      y1={50}
      x2={line.x}
      y2={height - 8}
      className="life"
      strokeDasharray={line.inferred ? '6 5' : undefined}
    />
  </g>
);

const Arrow = ({ arrow, readingX }: { readonly arrow: LadderArrow; readonly readingX: number | null }) => {
  const direction = arrow.toX > arrow.fromX ? 1 : -1;
  const tip = arrow.toX - 2 * direction;
  const head = `${tip},${arrow.y} ${tip - 10 * direction},${arrow.y - 5} ${tip - 10 * direction},${arrow.y + 5}`;
  return (
    <g className={`is-${arrow.kind}`}>
      <text x={8} y={arrow.y + 4} className="quiet">
        {arrow.time}
      </text>
      <line x1={arrow.fromX} y1={arrow.y} x2={tip} y2={arrow.y} className={`stroke-${arrow.kind}`} />
      <polygon points={head} className={`fill-${arrow.kind}`} />
      {arrow.crossX !== null && (
        <path
          d={`M${arrow.crossX - 7},${arrow.y - 7}l14,14m0,-14l-14,14`}
          className="stroke-reset"
          fill="none"
        />
      )}
      <text x={(arrow.fromX + arrow.toX) / 2} y={arrow.y - 8} textAnchor="middle" className="over">
        {arrow.label}
      </text>
      {arrow.ttl !== null && (
        <text x={arrow.toX + 6} y={arrow.y + 16} className="over">
          {arrow.ttl}
        </text>
      )}
      {readingX !== null && <Reading arrow={arrow} x={readingX} />}
    </g>
  );
};

const Reading = ({ arrow, x }: { readonly arrow: LadderArrow; readonly x: number }) => {
  const first = arrow.y + 4 - ((arrow.readingLines.length - 1) * READING_LINE) / 2;
  return arrow.readingLines.map((line, index) => (
    <text key={line} x={x} y={first + index * READING_LINE}>
      {line}
    </text>
  ));
};
