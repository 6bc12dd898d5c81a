import { useTranslation } from 'react-i18next';
import type { ProbeAttempt } from '../../../contract/diagnosis.ts';
import { attemptStrip } from '../../../core/pictures/attempt-strip.ts';
import { MarkedPicture } from '../../charts/picture.tsx';
import { PictureFigure } from '../../charts/picture-figure.tsx';
import { usePictureWidth } from '../../charts/use-picture-width.ts';

interface AttemptFigureProps {
  readonly attempts: readonly ProbeAttempt[];
  readonly planned: number;
}

/** Every attempt in the order of time. */
export const AttemptFigure = ({ attempts, planned }: AttemptFigureProps) => {
  const { t } = useTranslation();
  const drawing = attemptStrip(attempts, planned, usePictureWidth());
  return (
    <PictureFigure drawing={drawing} name="attempts">
      <MarkedPicture drawing={drawing} hint={t('diagnose.stripHint')} />
    </PictureFigure>
  );
};
