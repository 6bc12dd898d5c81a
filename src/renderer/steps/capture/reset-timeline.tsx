import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResetTimeline as Timeline } from '../../../contract/reset-timeline.ts';
import { timelinePlot } from '../../../core/pictures/timeline-plot.ts';
import { bridge } from '../../bridge.ts';
import { MarkedPicture } from '../../charts/picture.tsx';
import { PictureFigure } from '../../charts/picture-figure.tsx';
import { usePictureWidth } from '../../charts/use-picture-width.ts';

/** Pixels of the picture for each slot of time: as wide as a mark with its margin. */
const SLOT_WIDTH = 14;

interface ResetTimelineProps {
  /** The session of a mark, and its place among the reset sessions. */
  readonly onSelect: (id: string, index: number) => void;
}

/** When sessions were reset, over the whole capture. */
export const ResetTimeline = ({ onSelect }: ResetTimelineProps) => {
  const { t } = useTranslation();
  const width = usePictureWidth();
  const slots = Math.floor(width / SLOT_WIDTH);
  const [timeline, setTimeline] = useState<Timeline | null>(null);
  useEffect(() => {
    let stale = false;
    void bridge.capture.timeline({ slots }).then((answer) => {
      if (answer.ok && !stale) setTimeline(answer.value);
    });
    return () => {
      stale = true;
    };
  }, [slots]);
  if (timeline === null) return null;
  const drawing = timelinePlot(timeline, width);
  const isDense = timeline.marks.length < timeline.sessions;
  const choose = (chosen: string): void => {
    const mark = timeline.marks.find(({ id }) => id === chosen);
    if (mark !== undefined) onSelect(mark.id, mark.index);
  };
  return (
    <PictureFigure drawing={drawing} name="resets">
      <MarkedPicture
        drawing={drawing}
        hint={t(isDense ? 'sessions.timelineManyHint' : 'sessions.timelineHint')}
        inOrder
        onChoose={choose}
      />
    </PictureFigure>
  );
};
