import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../store/app-store.ts';
import { PromptPicture } from './prompt-picture.tsx';

/** The system will ask, or is asking: what for, a picture of it, and what whoever helps from afar will see. */
export const PromptAnnouncement = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useTranslation();
  const platform = useApp((state) => state.info?.platform ?? 'linux');
  return (
    <section className="card announce">
      <div className="announce-words">
        {children}
        <p>
          <strong>{t('live.remote')}</strong>
        </p>
      </div>
      <PromptPicture platform={platform} />
    </section>
  );
};
