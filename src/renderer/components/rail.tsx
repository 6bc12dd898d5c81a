import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { STEP_ORDER, type StepKind } from '../../contract/case.ts';
import { useApp } from '../store/app-store.ts';
import { RailOverride } from './rail-override.tsx';

/** The steps, each with a mark, a number and a word; every one can be visited at any time. */
export const Rail = () => {
  const { t } = useTranslation();
  const step = useApp((state) => state.step);
  const visited = useApp((state) => state.current?.visited);
  const goTo = useApp((state) => state.goTo);
  return (
    <nav className="rail" aria-label={t('steps.rail')}>
      <div className="rail-name">{t('product')}</div>
      <ol>
        {STEP_ORDER.map((kind, index) => {
          const state = kind === step ? 'here' : visited?.includes(kind) ? 'done' : 'ahead';
          return (
            <li key={kind}>
              <Button
                className="rail-step"
                {...(kind === step ? { 'aria-current': 'step' } : {})}
                onPress={() => void goTo(kind)}
              >
                <StepMark state={state} />
                <span className="rail-number">{index + 1}</span>
                <span className="rail-word">
                  {t(`steps.${kind}`)}
                  <span className="visually-hidden">, {t(`steps.${state}`)}</span>
                </span>
              </Button>
            </li>
          );
        })}
      </ol>
      <RailOverride />
    </nav>
  );
};

const StepMark = ({ state }: { readonly state: 'here' | 'done' | 'ahead' }) => (
  <svg
    className="rail-mark"
    viewBox="0 0 20 20"
    aria-hidden="true"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
  >
    <circle cx="10" cy="10" r="8" />
    {state === 'here' && <circle cx="10" cy="10" r="4" fill="currentColor" stroke="none" />}
    {state === 'done' && <path d="M6 10l3 3 5-6" />}
  </svg>
);

export const stepNumber = (step: StepKind): number => STEP_ORDER.indexOf(step) + 1;
