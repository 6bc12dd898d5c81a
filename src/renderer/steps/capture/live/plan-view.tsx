import { useTranslation } from 'react-i18next';
import type { AppInfo } from '../../../../contract/app-ipc.ts';
import type { LivePlan } from '../../../../contract/live-capture.ts';
import { ActionButton } from '../../../components/action-button.tsx';
import { Choice } from '../../../components/choice.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { FootAction } from '../../../components/foot-action.tsx';
import { formatBytes } from '../../../components/format.ts';
import { PromptAnnouncement } from '../../../components/prompt-announcement.tsx';
import { TwoWays } from '../../../components/two-ways.tsx';
import { useApp } from '../../../store/app-store.ts';
import { useLive } from '../../../store/live-store.ts';

const SECONDS = [120, 300, 600, 1800, 7200];
const MEGABYTES = [50, 256, 1000, 2000];

/** Everything that will happen, before it does. */
export const PlanView = () => {
  const { t } = useTranslation();
  const plan = useLive((state) => state.plan);
  const platform = useApp((state) => state.info?.platform ?? 'linux');
  const { begin, showCommands, leave } = useLive.getState();
  if (plan === null)
    return (
      <div className="column">
        <h1>{t('live.looking')}</h1>
      </div>
    );
  const asks = plan.way.kind === 'prompt';
  return (
    <div className="column">
      <h1>{t(asks ? TITLES[platform] : 'live.titleReady')}</h1>
      {asks ? (
        <PromptAnnouncement>
          <p>{t('live.leadPrompt')}</p>
        </PromptAnnouncement>
      ) : (
        <p>
          {plan.way.kind === 'able'
            ? t('live.leadAble', { tool: plan.way.tool })
            : t(plan.way.kind === 'open' ? 'live.leadOpen' : 'live.leadRoot')}
        </p>
      )}
      {asks && (
        <TwoWays
          first={{ action: t('live.askMe'), text: t('live.askMeText'), onPress: () => void begin(false) }}
          second={{
            action: t('live.showCommands'),
            text: t('live.showCommandsText'),
            onPress: showCommands,
          }}
        />
      )}
      <WillRun plan={plan} />
      <Settings plan={plan} />
      <WillNot />
      {!asks && (
        <div className="row">
          <ActionButton onPress={showCommands}>{t('live.showCommands')}</ActionButton>
        </div>
      )}
      <FootAction>
        <ActionButton onPress={leave}>{t('live.notNow')}</ActionButton>
        {!asks && (
          <ActionButton kind="primary" onPress={() => void begin(false)}>
            {t('live.start')}
          </ActionButton>
        )}
      </FootAction>
    </div>
  );
};

const TITLES: Readonly<
  Record<AppInfo['platform'], 'live.titleLinux' | 'live.titleMac' | 'live.titleWindows'>
> = { linux: 'live.titleLinux', darwin: 'live.titleMac', win32: 'live.titleWindows' };

const WillRun = ({ plan }: { readonly plan: LivePlan }) => {
  const { t } = useTranslation();
  const command = plan.command.join('\n');
  return (
    <section className="card" aria-labelledby="will-run">
      <h2 id="will-run">{t('live.willRun')}</h2>
      <p>{t('live.willRunText')}</p>
      <pre className="command">{command}</pre>
      <div className="row">
        <CopyButton text={command}>{t('live.copyCommand')}</CopyButton>
      </div>
      <p>{t('live.targets', { count: plan.targets.length })}</p>
      <ul className="addresses">
        {plan.targets.map((address) => (
          <li key={address}>
            <code className="unbroken">{address}</code>
          </li>
        ))}
      </ul>
      <div className="row">
        <CopyButton text={plan.targets.join('\n')}>{t('live.copyTargets')}</CopyButton>
      </div>
    </section>
  );
};

const Settings = ({ plan }: { readonly plan: LivePlan }) => {
  const { t } = useTranslation();
  const choice = useLive((state) => state.choice);
  const choose = useLive((state) => state.choose);
  const interfaces = plan.interfaces.filter((name) => name !== 'any');
  return (
    <section className="card" aria-labelledby="settle">
      <h2 id="settle">{t('live.settle')}</h2>
      <div className="choice-fields">
        <Choice
          label={t('live.interface')}
          value={choice.interface}
          options={[
            { value: 'any', text: t('live.anyInterface') },
            ...interfaces.map((name) => ({ value: name, text: name })),
          ]}
          onChange={(name) => void choose({ interface: name })}
        />
        <Choice
          label={t('live.time')}
          value={String(choice.maxSeconds)}
          options={SECONDS.map((seconds) => ({
            value: String(seconds),
            text: t('live.minutes', { count: seconds / 60 }),
          }))}
          onChange={(seconds) => void choose({ maxSeconds: Number(seconds) })}
        />
        <Choice
          label={t('live.size')}
          value={String(choice.maxMegabytes)}
          options={MEGABYTES.map((megabytes) => ({
            value: String(megabytes),
            text: formatBytes(megabytes * 1_000_000),
          }))}
          onChange={(megabytes) => void choose({ maxMegabytes: Number(megabytes) })}
        />
        <Choice
          label={t('live.full')}
          value={choice.ring ? 'ring' : 'stop'}
          options={[
            { value: 'stop', text: t('live.fullStop') },
            { value: 'ring', text: t('live.fullRing') },
          ]}
          onChange={(full) => void choose({ ring: full === 'ring' })}
        />
      </div>
    </section>
  );
};

const WillNot = () => {
  const { t } = useTranslation();
  return (
    <section className="card" aria-labelledby="will-not">
      <h2 id="will-not">{t('live.willNot')}</h2>
      <ul>
        <li>{t('live.willNotList.others')}</li>
        <li>{t('live.willNotList.change')}</li>
        <li>{t('live.willNotList.send')}</li>
        <li>{t('live.willNotList.power')}</li>
      </ul>
    </section>
  );
};
