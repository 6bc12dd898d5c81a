import { useTranslation } from 'react-i18next';
import { STEP_ORDER } from '../../contract/case.ts';
import { useApp } from '../store/app-store.ts';
import { useLive } from '../store/live-store.ts';
import { ActionButton } from './action-button.tsx';

const NEXT_WORDS = {
  start: 'start.symptom',
  symptoms: 'symptoms.next',
  capture: 'capture.toReport',
} as const;

/** Back on the left, the one main action on the right: on every step at the same place. */
export const PageFoot = () => {
  const { t } = useTranslation();
  const step = useApp((state) => state.step);
  const goTo = useApp((state) => state.goTo);
  const setFootSlot = useApp((state) => state.setFootSlot);
  // Without findings the way on is still open, but it is not what the step is for.
  const unfinished = useApp((state) => state.step === 'capture' && state.findings === null);
  // A recording has its own main action.
  const recording = useLive((state) => state.phase !== 'off') && step === 'capture';
  const index = STEP_ORDER.indexOf(step);
  const before = STEP_ORDER[index - 1];
  const after = STEP_ORDER[index + 1];
  return (
    <footer className="page-foot">
      {before === undefined ? (
        <span />
      ) : (
        <ActionButton onPress={() => void goTo(before)}>
          {t('frame.back', { step: t(`steps.${before}`) })}
        </ActionButton>
      )}
      <div ref={setFootSlot} className="row">
        {after !== undefined && step !== 'report' && !recording && (
          <ActionButton kind={unfinished ? 'normal' : 'primary'} onPress={() => void goTo(after)}>
            {t(NEXT_WORDS[step])}
          </ActionButton>
        )}
      </div>
    </footer>
  );
};
