import type { Shape } from '../../core/pictures/drawing.ts';

/** Shapes of a picture, in their order. */
export const Shapes = ({ shapes }: { readonly shapes: readonly Shape[] }) =>
  shapes.map((shape, index) => {
    const key = `${index}`;
    const className = shape.look;
    switch (shape.kind) {
      case 'line':
        return (
          <line key={key} className={className} x1={shape.x1} y1={shape.y1} x2={shape.x2} y2={shape.y2} />
        );
      case 'box':
        return (
          <rect
            key={key}
            className={className}
            x={shape.x}
            y={shape.y}
            width={shape.width}
            height={shape.height}
          />
        );
      case 'circle':
        return <circle key={key} className={className} cx={shape.x} cy={shape.y} r={shape.radius} />;
      case 'path':
        return <path key={key} className={className} d={shape.d} />;
      default:
        return (
          <text key={key} className={className} x={shape.x} y={shape.y} textAnchor={shape.anchor}>
            {shape.text}
          </text>
        );
    }
  });
