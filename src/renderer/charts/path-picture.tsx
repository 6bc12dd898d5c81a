import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PathOfTarget, Paths } from '../../contract/paths.ts';
import { pathGraph } from '../../core/pictures/path-graph.ts';
import { howTraced } from '../../core/words/traced-words.ts';
import { Segments } from '../components/segments.tsx';
import { Picture } from './picture.tsx';
import { PictureFigure } from './picture-figure.tsx';

const ZOOMS = ['fit', '100', '150', '200'] as const;
type Zoom = (typeof ZOOMS)[number];

interface PathPictureProps {
  readonly path: PathOfTarget;
  readonly traces: Paths['traces'];
  /** Unlike that of any other picture beside it. */
  readonly name?: string;
}

/** The way hop by hop, as large as it is wanted; it scrolls in a frame of its own. */
export const PathPicture = ({ path, traces, name = 'paths' }: PathPictureProps) => {
  const { t } = useTranslation();
  const drawing = pathGraph(path, traces);
  const [zoom, setZoom] = useState<Zoom>(path.hops.length <= 7 ? 'fit' : '100');
  const frame = useRef<HTMLElement>(null);
  const { splitAt, between } = path.classification;
  const place = path.hops.findIndex(({ ttl }) => ttl === splitAt);
  useEffect(() => {
    const shown = frame.current;
    // The hop that matters stands in the middle of the frame.
    if (shown === null || place < 0) return;
    shown.scrollLeft = ((place + 0.5) / path.hops.length) * shown.scrollWidth - shown.clientWidth / 2;
  }, [place, path.hops.length]);
  return (
    <PictureFigure drawing={drawing} name={name}>
      {splitAt !== null && (
        <p className="wide">
          {t('diagnose.partsAt', { hop: splitAt })} {between.length > 0 && <code>{between.join(' / ')}</code>}
        </p>
      )}
      <Segments
        label={t('diagnose.zoom')}
        value={zoom}
        options={ZOOMS.map((value) => ({
          value,
          text: value === 'fit' ? t('diagnose.zoomFit') : `${value} %`,
        }))}
        onChange={setZoom}
      />
      <section
        ref={frame}
        className="table-scroll graph-scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={t('diagnose.graph')}
      >
        {zoom === 'fit' ? (
          <Picture drawing={drawing} />
        ) : (
          <Picture drawing={drawing} scale={Number(zoom) / 100} />
        )}
      </section>
      <p className="small quiet wide">
        {howTraced(traces)} {t('diagnose.graphLimits')}
      </p>
    </PictureFigure>
  );
};
