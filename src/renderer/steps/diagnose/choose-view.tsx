import { useTranslation } from 'react-i18next';
import { diagnosisModeSchema } from '../../../contract/diagnose.ts';
import { POLITENESS, probePlan } from '../../../core/diagnosis/probe-plan.ts';
import { IDLE_MINUTES } from '../../../core/probe/idle-plan.ts';
import { PathPicture } from '../../charts/path-picture.tsx';
import { ActionButton } from '../../components/action-button.tsx';
import { AddingButton } from '../../components/adding-button.tsx';
import { Folded } from '../../components/folded.tsx';
import { Segments } from '../../components/segments.tsx';
import { Tick } from '../../components/tick.tsx';
import { useDiagnose } from '../../store/diagnose-store.ts';
import { LeftCard } from './left-card.tsx';
import { RecordChoice } from './record-choice.tsx';
import { TraceCard } from './trace-card.tsx';

const WATCH_LENGTHS = ['15', '60', '480'] as const;
const LEAVES = ['names', 'tries', 'identity', 'sizes', 'traces'] as const;

/** Before a measurement: how thoroughly, what leaves this computer, and traces that were made elsewhere. */
export const ChooseView = () => {
  const { t } = useTranslation();
  const mode = useDiagnose((state) => state.mode);
  const left = useDiagnose((state) => state.left);
  const paths = useDiagnose((state) => state.paths);
  const again = useDiagnose((state) => state.again);
  const idle = useDiagnose((state) => state.idle);
  const networks = useDiagnose((state) => state.networks);
  const asking = useDiagnose((state) => state.asking);
  const watchMinutes = useDiagnose((state) => state.watchMinutes);
  const tries = probePlan('watch', watchMinutes).steps.length;
  const { chooseMode, setIdle, setWatchMinutes, setNetworks, begin, setAgain } = useDiagnose.getState();
  return (
    <div className="column">
      <h1>{t('diagnose.title')}</h1>
      <p>{t('diagnose.lead')}</p>
      {left !== null && <LeftCard left={left} />}
      <section className="card" aria-label={t('diagnose.plan')}>
        <Segments
          label={t('diagnose.plan')}
          value={mode}
          options={diagnosisModeSchema.options.map((value) => ({
            value,
            text: t(`diagnose.modes.${value}`),
          }))}
          onChange={chooseMode}
        />
        <p className="mode-text">{t(`diagnose.modeText.${mode}`, { tries })}</p>
        {mode === 'watch' && (
          <Segments
            label={t('diagnose.watchLength')}
            value={String(watchMinutes)}
            options={WATCH_LENGTHS.map((value) => ({ value, text: t(`diagnose.watchLengths.${value}`) }))}
            onChange={(value) => setWatchMinutes(Number(value))}
          />
        )}
        <Tick isSelected={idle} onChange={setIdle}>
          {t('diagnose.idle', { minutes: IDLE_MINUTES })}
        </Tick>
        <p className="quiet">{t('diagnose.idleText')}</p>
        <Tick isSelected={networks} onChange={setNetworks}>
          {t('diagnose.networks')}
        </Tick>
        <p className="quiet">{t('diagnose.networksText')}</p>
        {mode === 'watch' && <RecordChoice />}
        <div className="row">
          <AddingButton kind="primary" isPending={asking} onPress={() => void begin()}>
            {t('diagnose.start')}
          </AddingButton>
          {again && <ActionButton onPress={() => setAgain(false)}>{t('diagnose.keep')}</ActionButton>}
        </div>
        {asking && <p role="status">{t('diagnose.asking')}</p>}
        <p className="quiet">{t('diagnose.polite', { limit: POLITENESS.connectionsPerArm })}</p>
        <Folded title={t('diagnose.whatRuns')}>
          <ul>
            {LEAVES.map((one) => (
              <li key={one}>{t(`diagnose.whatRunsList.${one}`)}</li>
            ))}
          </ul>
        </Folded>
      </section>
      <TraceCard />
      {paths !== null && <PathPicture path={paths} traces={paths.traces} />}
    </div>
  );
};
