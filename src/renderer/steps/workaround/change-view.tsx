import { useTranslation } from 'react-i18next';
import type { AppInfo } from '../../../contract/app-ipc.ts';
import type { OverridePlan } from '../../../contract/workaround.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { FootAction } from '../../components/foot-action.tsx';
import { PromptAnnouncement } from '../../components/prompt-announcement.tsx';
import { ToneMark } from '../../components/tone-mark.tsx';
import { TwoWays } from '../../components/two-ways.tsx';
import { useApp } from '../../store/app-store.ts';
import { useWorkaround } from '../../store/workaround-store.ts';
import { TimerPlan } from './timed-revert.tsx';

/** The exact change, and what will ask for permission to make it. */
export const ChangeView = () => {
  const { t } = useTranslation();
  const plan = useWorkaround((state) => state.plan);
  const platform = useApp((state) => state.info?.platform ?? 'linux');
  const { carryOut, showByHand, leave } = useWorkaround.getState();
  if (plan === null) return null;
  const asks = plan.way.kind === 'prompt';
  const can = asks || plan.way.kind === 'root' || plan.way.kind === 'open';
  const verb = t(plan.action === 'apply' ? 'workaround.apply' : 'workaround.revert');
  return (
    <div className="column">
      <h1>{t(plan.action === 'apply' ? 'workaround.changeTitle' : 'workaround.revertTitle')}</h1>
      {plan.edited && (
        <section className="card notice" aria-label={t('workaround.editedWord')}>
          <ToneMark tone="caution" word={t('workaround.editedWord')} />
          <p>{t('workaround.edited')}</p>
        </section>
      )}
      <Diff plan={plan} />
      {plan.competing.length > 0 && plan.action === 'apply' && <Competing plan={plan} />}
      {plan.timedRevert !== null && (
        <section className="card" aria-labelledby="timer-title">
          <h2 id="timer-title">{t('workaround.timerTitle')}</h2>
          <TimerPlan plan={plan.timedRevert} />
        </section>
      )}
      {platform === 'win32' && plan.action === 'apply' && (
        <section className="card" aria-labelledby="defender">
          <h2 id="defender">{t('workaround.defenderTitle')}</h2>
          <p>{t('workaround.defender')}</p>
        </section>
      )}
      {asks && (
        <PromptAnnouncement>
          <h2>{t(TITLES[platform])}</h2>
          <p>{t('workaround.leadPrompt')}</p>
        </PromptAnnouncement>
      )}
      {can ? (
        <TwoWays
          first={{
            action: asks ? t('workaround.askMe', { verb }) : verb,
            text: t(asks ? 'live.askMeText' : 'workaround.mayAlready'),
            onPress: () => void carryOut(false),
          }}
          second={{
            action: t('workaround.showLines'),
            text: t('workaround.showLinesText'),
            onPress: showByHand,
          }}
        />
      ) : (
        <section className="card" aria-label={t('live.noRightsWord')}>
          <ToneMark tone="unknown" word={t('live.noRightsWord')} />
          {plan.way.kind === 'manual' && <p>{t(`workaround.reason.${plan.way.reason}`)}</p>}
          <div className="row">
            {plan.way.kind === 'manual' && plan.way.reason === 'declined' && (
              <ActionButton onPress={() => void carryOut(true)}>{t('live.askAgain')}</ActionButton>
            )}
            <ActionButton onPress={showByHand}>{t('workaround.showLines')}</ActionButton>
          </div>
        </section>
      )}
      <FootAction>
        <ActionButton onPress={leave}>{t('live.notNow')}</ActionButton>
      </FootAction>
    </div>
  );
};

const TITLES: Readonly<
  Record<AppInfo['platform'], 'live.titleLinux' | 'live.titleMac' | 'live.titleWindows'>
> = { linux: 'live.titleLinux', darwin: 'live.titleMac', win32: 'live.titleWindows' };

const SIGNS = { same: ' ', removed: '−', added: '+' } as const;

const Diff = ({ plan }: { readonly plan: OverridePlan }) => {
  const { t } = useTranslation();
  const masked = useApp((state) => state.liftedUntil === 0);
  // Lines that stay as they are name other machines; only those that change are anybody's business here.
  const textOf = ({ kind, text }: OverridePlan['diff'][number]): string =>
    kind === 'same' && masked && text.trim() !== '' ? t('workaround.otherLine') : text;
  return (
    <section className="card" aria-labelledby="diff-title">
      <h2 id="diff-title">{t('workaround.diffTitle')}</h2>
      <p>
        {t('workaround.diffText')} <code className="anywhere">{plan.path}</code>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-scroll" aria-label={t('workaround.diffLines')} tabIndex={0}>
        <table className="diff">
          <tbody>
            {plan.diff.map((line) => (
              <tr key={`${line.kind} ${line.line}`} data-line={line.kind}>
                <td className="number">{line.line}</td>
                <td aria-hidden>{SIGNS[line.kind]}</td>
                <td className="mono anywhere">
                  {line.kind !== 'same' && (
                    <span className="visually-hidden">{t(`workaround.line.${line.kind}`)}: </span>
                  )}
                  {textOf(line)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="quiet">{t('workaround.diffSafe')}</p>
    </section>
  );
};

const Competing = ({ plan }: { readonly plan: OverridePlan }) => {
  const { t } = useTranslation();
  const setAside = useWorkaround((state) => state.choice.setAsideOthers);
  const text = plan.competing.map(({ text: line }) => line).join('\n');
  return (
    <section className="card" aria-labelledby="competing-title">
      <h2 id="competing-title">{t('workaround.competingTitle')}</h2>
      <p>{t(setAside ? 'workaround.competingAside' : 'workaround.competingKept')}</p>
      <pre className="command">{text}</pre>
      <div className="row">
        <CopyButton text={text}>{t('workaround.copyLine')}</CopyButton>
      </div>
    </section>
  );
};
