import { useTranslation } from 'react-i18next';
import type { LadderLayout } from '../../core/report/ladder-layout.ts';

/** The words of the picture, below it where they do not fit beside it. */
export const LadderReadings = ({ layout }: { readonly layout: LadderLayout }) => {
  const { t } = useTranslation();
  return (
    <ol className="readings" aria-label={t('capture.readings')}>
      {layout.arrows.map((arrow) => (
        <li key={arrow.packet} className={`is-${arrow.kind}`}>
          <span className="quiet unbroken">{arrow.time}</span> {arrow.reading}
        </li>
      ))}
    </ol>
  );
};
