import { useId } from 'react';
import type { LadderArrow, LadderLayout, Lifeline } from '../../core/report/ladder-layout.ts';

/** Time downwards, one line for you and one for each sender; the reset is crossed and heavy, never red alone. */
export const LadderDiagram = ({ layout }: { readonly layout: LadderLayout }) => {
  const id = useId();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="ladder-scroll" tabIndex={0} aria-label={layout.title}>
      <svg
        className="ladder"
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        role="img"
        aria-labelledby={`${id}-title ${id}-text`}
      >
        <title id={`${id}-title`}>{layout.title}</title>
        <desc id={`${id}-text`}>{layout.description}</desc>
        {layout.lifelines.map((line) => (
          <Line key={line.label} line={line} height={layout.height} />
        ))}
        {layout.arrows.map((arrow) => (
          <Arrow key={arrow.packet} arrow={arrow} />
        ))}
      </svg>
    </section>
  );
};

const Line = ({ line, height }: { readonly line: Lifeline; readonly height: number }) => (
  <g>
    <text x={line.x} y={30} textAnchor="middle" className="who">
      {line.label}
    </text>
    <text x={line.x} y={50} textAnchor="middle" className="quiet">
      {line.detail}
    </text>
    <line
      x1={line.x}
      y1={62}
      x2={line.x}
      y2={height - 10}
      className="life"
      strokeDasharray={line.inferred ? '6 5' : undefined}
    />
  </g>
);

const Arrow = ({ arrow }: { readonly arrow: LadderArrow }) => {
  const direction = arrow.toX > arrow.fromX ? 1 : -1;
  const tip = arrow.toX - 2 * direction;
  const middle = (arrow.fromX + arrow.toX) / 2;
  const head = `${tip},${arrow.y} ${tip - 10 * direction},${arrow.y - 5} ${tip - 10 * direction},${arrow.y + 5}`;
  return (
    <g className={`is-${arrow.kind}`}>
      <text x={8} y={arrow.y + 4} className="quiet">
        {arrow.time}
      </text>
      <line x1={arrow.fromX} y1={arrow.y} x2={tip} y2={arrow.y} className={`stroke-${arrow.kind}`} />
      <polygon points={head} className={`fill-${arrow.kind}`} />
      {arrow.kind === 'reset' && (
        <path d={`M${middle - 7},${arrow.y - 7}l14,14m0,-14l-14,14`} className="stroke-reset" fill="none" />
      )}
      <text x={middle} y={arrow.y - 8} textAnchor="middle">
        {arrow.label}
      </text>
      {arrow.ttl !== null && (
        <text x={arrow.toX + 6} y={arrow.y + 16}>
          {arrow.ttl}
        </text>
      )}
      <text x={600} y={arrow.y + 4}>
        {arrow.reading}
      </text>
    </g>
  );
};
