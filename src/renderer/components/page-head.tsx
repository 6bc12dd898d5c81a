import { Eye, EyeOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { STEP_ORDER } from '../../contract/case.ts';
import { useApp } from '../store/app-store.ts';
import { CopyButton } from './copy-button.tsx';
import { LookSettings } from './look-settings.tsx';
import { stepNumber } from './rail.tsx';

/** Where you are, said so that it can be read aloud, and the three things that are always at hand. */
export const PageHead = () => {
  const { t } = useTranslation();
  const step = useApp((state) => state.step);
  const current = useApp((state) => state.current);
  return (
    <header className="page-head">
      <div className="quiet unbroken">
        {t('steps.position', { number: stepNumber(step), total: STEP_ORDER.length })}: {t(`steps.${step}`)}
      </div>
      <div className="page-tools">
        {current === null ? (
          <span className="quiet">{t('frame.noCase')}</span>
        ) : (
          <span className="case-name unbroken">
            <span className="case-word">{t('frame.case')} </span>
            <strong>{current.id}</strong>
            <CopyButton text={current.id} compact>
              {t('frame.copyCase', { id: current.id })}
            </CopyButton>
          </span>
        )}
        <MaskToggle />
        <DialogTrigger>
          <Button className="button plain" aria-label={t('frame.look')}>
            <span aria-hidden className="look-mark">
              Aa
            </span>
          </Button>
          {/* Without a Dialog inside, the popover is one itself, its buttons to dismiss it included. */}
          <Popover className="popover" placement="bottom end" aria-label={t('look.title')}>
            <LookSettings />
          </Popover>
        </DialogTrigger>
      </div>
    </header>
  );
};

/** From anywhere in the window, also while typing: it types nothing, and no system keeps it for itself. */
const LIFT_KEY = 'F8';

/** Lifts the masks for ten seconds, by the eye or one key, counting down; they come back by themselves. */
const MaskToggle = () => {
  const { t } = useTranslation();
  const liftedUntil = useApp((state) => state.liftedUntil);
  const liftMasks = useApp((state) => state.liftMasks);
  const lowerMasks = useApp((state) => state.lowerMasks);
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (liftedUntil === 0) return;
    const tick = () => {
      const remaining = liftedUntil - Date.now();
      if (remaining <= 0) lowerMasks();
      else setLeft(Math.ceil(remaining / 1000));
    };
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [liftedUntil, lowerMasks]);
  const lifted = liftedUntil > 0;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== LIFT_KEY || event.repeat) return;
      event.preventDefault();
      if (useApp.getState().liftedUntil > 0) lowerMasks();
      else liftMasks(Date.now());
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [liftMasks, lowerMasks]);
  return (
    <Button
      className="button plain"
      aria-keyshortcuts={LIFT_KEY}
      aria-label={lifted ? t('frame.masksLifted', { seconds: left }) : t('frame.liftMasks')}
      onPress={() => (lifted ? lowerMasks() : liftMasks(Date.now()))}
    >
      {lifted ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
      <span className="small unbroken">
        {lifted ? t('frame.masksLifted', { seconds: left }) : t('frame.masksOn')}
      </span>
    </Button>
  );
};
