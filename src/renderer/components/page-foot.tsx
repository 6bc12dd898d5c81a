import { useTranslation } from 'react-i18next';
import { STEP_ORDER } from '../../contract/case.ts';
import { useApp } from '../store/app-store.ts';
import { useDiagnose } from '../store/diagnose-store.ts';
import { useLive } from '../store/live-store.ts';
import { useWorkaround } from '../store/workaround-store.ts';
import { ActionButton } from './action-button.tsx';

/** The main way on. From a letter that is the report; the workaround is there for who needs it, by the rail. */
const NEXT = {
  start: { step: 'symptoms', words: 'start.symptom' },
  symptoms: { step: 'diagnose', words: 'symptoms.next' },
  diagnose: { step: 'capture', words: 'diagnose.toCapture' },
  capture: { step: 'escalate', words: 'capture.toEscalate' },
  escalate: { step: 'report', words: 'capture.toReport' },
  workaround: { step: 'report', words: 'capture.toReport' },
} as const;

/** Back on the left, the one main action on the right: on every step at the same place. */
export const PageFoot = () => {
  const { t } = useTranslation();
  const step = useApp((state) => state.step);
  const goTo = useApp((state) => state.goTo);
  const setFootSlot = useApp((state) => state.setFootSlot);
  // Without findings the way on is still open, but it is not what the step is for.
  const unfinished = useApp(
    (state) =>
      state.step === 'workaround' ||
      (state.step === 'diagnose' && state.current?.diagnosis.measuredAt === null) ||
      (state.step === 'capture' && state.findings === null),
  );
  // A recording has its own main action.
  const recording = useLive((state) => state.phase !== 'off') && step === 'capture';
  // So has a change of the hosts file.
  const changing = useWorkaround((state) => state.phase !== 'choose') && step === 'workaround';
  // So has a measurement while it runs.
  const running = useDiagnose((state) => state.running !== null);
  const index = STEP_ORDER.indexOf(step);
  const before = STEP_ORDER[index - 1];
  const next = step === 'report' ? null : NEXT[step];
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
        {next !== null && !recording && !changing && !(running && step === 'diagnose') && (
          <ActionButton kind={unfinished ? 'normal' : 'primary'} onPress={() => void goTo(next.step)}>
            {t(next.words)}
          </ActionButton>
        )}
      </div>
    </footer>
  );
};
