import { useTranslation } from 'react-i18next';
import type { PartDiagnosis } from '../../../contract/diagnose.ts';
import type { Arm } from '../../../contract/diagnosis.ts';
import { hasFailed } from '../../../core/diagnosis/compare-attempts.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { formatDuration } from '../../components/clock.ts';
import { FootAction } from '../../components/foot-action.tsx';
import { useDiagnose } from '../../store/diagnose-store.ts';
import { AttemptFigure } from './attempt-figure.tsx';
import { CheckRows } from './check-rows.tsx';

/** While it measures: how far it is against what the service is asked to bear, every check, every attempt. */
export const RunningView = ({ running }: { readonly running: PartDiagnosis }) => {
  const { t } = useTranslation();
  const stopping = useDiagnose((state) => state.stopping);
  const { stop } = useDiagnose.getState();
  const { attempts, plannedPerArm, limitPerArm, secondsLeft, checks } = running;
  const of = (arm: Arm) => attempts.filter((one) => one.arm === arm);
  const done = of('anycast').length;
  const counters = [
    [t('diagnose.tries'), t('diagnose.triesOf', { done, planned: plannedPerArm })],
    [t('diagnose.limit'), t('diagnose.limitOf', { limit: limitPerArm })],
    [t('diagnose.left'), t('diagnose.leftAbout', { time: formatDuration(secondsLeft) })],
    [
      t('diagnose.failed'),
      t('diagnose.failedOf', {
        anycast: of('anycast').filter(hasFailed).length,
        legacy: of('legacy').filter(hasFailed).length,
      }),
    ],
  ] as const;
  return (
    <div className="column">
      <h1>{t(stopping ? 'diagnose.stopping' : 'diagnose.running')}</h1>
      <dl className="counters measuring">
        {counters.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <section className="card" aria-label={t('diagnose.checksTitle')}>
        <CheckRows
          checks={checks}
          progress={{ experiment: plannedPerArm === 0 ? 0 : done / plannedPerArm }}
          onStop={(check) => void stop(check)}
        />
      </section>
      <AttemptFigure attempts={attempts} planned={plannedPerArm} />
      <FootAction>
        <ActionButton isPending={stopping} onPress={() => void stop(null)}>
          {t('diagnose.stopAll')}
        </ActionButton>
      </FootAction>
    </div>
  );
};
