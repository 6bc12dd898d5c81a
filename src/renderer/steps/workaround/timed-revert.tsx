import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimedRevertPlan, UserChange } from '../../../contract/workaround.ts';
import { bridge } from '../../bridge.ts';
import { Folded } from '../../components/folded.tsx';
import { formatMoment } from '../../components/format.ts';
import { Tick } from '../../components/tick.tsx';
import { ToneMark } from '../../components/tone-mark.tsx';
import { useWorkaround } from '../../store/workaround-store.ts';
import { Lines } from './lines.tsx';

/** One wish for all three ways, so it may stand at each of them. */
export const TimedRevertTick = () => {
  const { t } = useTranslation();
  const wanted = useWorkaround((state) => state.choice.timedRevert);
  const { choose } = useWorkaround.getState();
  return (
    <>
      <Tick isSelected={wanted} onChange={(timedRevert) => choose({ timedRevert })}>
        {t('workaround.timedRevert')}
      </Tick>
      <p className="quiet">{t(wanted ? 'workaround.timedRevertText' : 'workaround.nothingByItself')}</p>
    </>
  );
};

/** Everything the system's scheduler will be given, or why it will not. */
export const TimerPlan = ({ plan }: { readonly plan: TimedRevertPlan }) => {
  const { t } = useTranslation();
  if (plan.kind === null)
    return (
      <div data-timer="none">
        <ToneMark tone="unknown" word={t('workaround.timerNoneWord')} />
        <p>{plan.because}</p>
        <p>{t('workaround.timerNone')}</p>
      </div>
    );
  const who = t(`workaround.schedulers.${plan.kind}`);
  return (
    <div data-timer={plan.kind}>
      <p>
        {t(plan.scope === 'system' ? 'workaround.timerSystem' : 'workaround.timerUser', {
          who,
          at: formatMoment(plan.at),
        })}
      </p>
      <Folded title={t('workaround.timerShow')}>
        <div className="column">
          {plan.files.map(({ path, text }) => (
            <div key={path}>
              <p>
                {t('workaround.timerFile')} <code className="anywhere">{path}</code>
              </p>
              <pre className="command">{text}</pre>
            </div>
          ))}
          <p>{t('workaround.timerCommands')}</p>
          <Lines lines={plan.commands} />
        </div>
      </Folded>
    </div>
  );
};

/** The same for git's or ssh's own, asked for anew whenever what it depends on changes. */
export const UserTimerPlan = ({ way }: { readonly way: UserChange['way'] }) => {
  const choice = useWorkaround((state) => state.choice);
  const level = useWorkaround((state) => state.state?.userLevel);
  const [plan, setPlan] = useState<TimedRevertPlan | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is in force changes the plan, too
  useEffect(() => {
    let isCurrent = true;
    void bridge.workaround.planTimer({ way, choice }).then((answer) => {
      if (isCurrent && answer.ok) setPlan(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [way, choice, level]);
  return plan === null ? null : <TimerPlan plan={plan} />;
};
