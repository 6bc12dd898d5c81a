import { useTranslation } from 'react-i18next';
import type { Settings } from '../../contract/settings.ts';
import { useApp } from '../store/app-store.ts';
import { Segments } from './segments.tsx';
import { Tick } from './tick.tsx';

const SCALES: readonly Settings['textScale'][] = [100, 125, 150, 200];

/** Text size, colours and the mode for an audience behind compressed video. */
export const LookSettings = () => {
  const { t } = useTranslation();
  const settings = useApp((state) => state.settings);
  const write = useApp((state) => state.writeSettings);
  return (
    <div className="column">
      <Segments
        label={t('look.textSize')}
        value={String(settings.textScale)}
        options={SCALES.map((scale) => ({ value: String(scale), text: `${scale} %` }))}
        onChange={(scale) => {
          const textScale = SCALES.find((one) => String(one) === scale);
          if (textScale !== undefined) void write({ ...settings, textScale });
        }}
      />
      <Segments
        label={t('look.theme')}
        value={settings.theme}
        options={[
          { value: 'system', text: t('look.system') },
          { value: 'light', text: t('look.light') },
          { value: 'dark', text: t('look.dark') },
        ]}
        onChange={(theme) => void write({ ...settings, theme })}
      />
      <Tick
        isSelected={settings.screenShare}
        onChange={(screenShare) => void write({ ...settings, screenShare })}
      >
        {t('look.screenShare')}
      </Tick>
    </div>
  );
};
