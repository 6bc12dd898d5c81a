import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LivePlan } from '../../../../contract/live-capture.ts';
import { ActionButton } from '../../../components/action-button.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { Folded } from '../../../components/folded.tsx';
import { FootAction } from '../../../components/foot-action.tsx';
import { ToneMark } from '../../../components/tone-mark.tsx';
import { useApp } from '../../../store/app-store.ts';
import { useLive } from '../../../store/live-store.ts';
import { commandsByHand } from './commands-by-hand.ts';

/** The same recording without any rights of ours: commands to copy, in order, and a place for the file. */
export const ByHandView = () => {
  const { t } = useTranslation();
  const plan = useLive((state) => state.plan);
  const windows = useApp((state) => state.info?.platform === 'win32');
  const chooseCapture = useApp((state) => state.chooseCapture);
  const leave = useLive((state) => state.leave);
  const { start, stop, own, all } = commandsByHand(plan?.command ?? [], windows);
  return (
    <div className="column">
      <h1>{t('live.handTitle')}</h1>
      {plan?.way.kind === 'manual' && <Reason way={plan.way} />}
      <p>{t('live.handLead')}</p>
      <ol className="steps">
        <Step text={t(windows ? 'live.handOpenWindows' : 'live.handOpen')} />
        <Step text={t(start.length > 1 ? 'live.handRunWindows' : 'live.handRun')}>
          <Lines lines={start} />
        </Step>
        <Step text={t('live.handTry')}>
          <p className="quiet">{t('capture.controlHint')}</p>
        </Step>
        <Step text={t(stop.length > 0 ? 'live.handStopWindows' : 'live.handStop')}>
          <Lines lines={stop} />
        </Step>
        {own !== null && (
          <Step text={t('live.handOwn')}>
            <Lines lines={[own]} />
          </Step>
        )}
        <Step text={t('live.handDrop')} />
      </ol>
      <div className="row">
        <CopyButton text={all.join('\n')}>{t('live.copyCommands')}</CopyButton>
      </div>
      <section className="card drop" aria-labelledby="drop-title">
        <h2 id="drop-title">{t('live.dropTitle')}</h2>
        <ActionButton onPress={() => void chooseCapture()}>{t('capture.choose')}</ActionButton>
      </section>
      <FootAction>
        <ActionButton onPress={leave}>{t('live.notNow')}</ActionButton>
      </FootAction>
    </div>
  );
};

const Step = ({ text, children }: { readonly text: string; readonly children?: ReactNode }) => (
  <li>
    <div className="step">
      <p>{text}</p>
      {children}
    </div>
  </li>
);

const Lines = ({ lines }: { readonly lines: readonly string[] }) => {
  const { t } = useTranslation();
  return lines.map((line) => (
    <div key={line} className="command-line">
      <pre className="command">{line}</pre>
      <CopyButton text={line}>{t('live.copyCommand')}</CopyButton>
    </div>
  ));
};

type ManualWay = Extract<LivePlan['way'], { kind: 'manual' }>;

/** Why nobody was asked, and the ways out of that. */
const Reason = ({ way }: { readonly way: ManualWay }) => {
  const { t } = useTranslation();
  const { begin, openPlan } = useLive.getState();
  const text = t(`live.reason.${way.reason}`);
  const hint = t(`live.reasonHint.${way.reason}`);
  return (
    <section className="card" aria-label={t('live.noRightsWord')} data-reason={way.reason}>
      <ToneMark tone="unknown" word={t('live.noRightsWord')} />
      <p>{text}</p>
      <p>
        <strong>{t('parts.whatToDo')}:</strong> {hint}
      </p>
      {way.detail !== '' && (
        <Folded title={t('live.details')}>
          <p className="anywhere mono">{way.detail}</p>
        </Folded>
      )}
      <div className="row">
        {way.reason === 'declined' ? (
          <ActionButton onPress={() => void begin(true)}>{t('live.askAgain')}</ActionButton>
        ) : (
          <ActionButton onPress={() => void openPlan()}>{t('live.lookAgain')}</ActionButton>
        )}
        <CopyButton text={`${text}\n${hint}\n${way.detail}`.trim()}>{t('live.copyReason')}</CopyButton>
      </div>
    </section>
  );
};
