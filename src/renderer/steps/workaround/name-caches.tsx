import { useTranslation } from 'react-i18next';
import { useWorkaround } from '../../store/workaround-store.ts';
import { Lines } from './lines.tsx';

/** What became of the caches of names after the last change: emptied, or the line that does it. */
export const NameCaches = () => {
  const { t } = useTranslation();
  const flushed = useWorkaround((state) => state.flushed);
  return flushed.map(({ what, line }) =>
    line === null ? (
      <p key={what} data-cache="done">
        {t('workaround.cacheDone', { what })}
      </p>
    ) : (
      <div key={what} className="column" data-cache="left">
        <p>{t('workaround.cacheLeft', { what })}</p>
        <Lines lines={[line]} />
      </div>
    ),
  );
};
