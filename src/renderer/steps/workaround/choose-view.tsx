import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OVERRIDE_ADDRESSES, OVERRIDE_NAMES } from '../../../contract/broker.ts';
import type { OverrideChoice } from '../../../contract/workaround.ts';
import { overridesInForce } from '../../../core/workaround/in-force.ts';
import { SNIPPET_KINDS, type SnippetKind, snippetFor } from '../../../core/workaround/snippets.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Choice } from '../../components/choice.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Folded } from '../../components/folded.tsx';
import { Tick } from '../../components/tick.tsx';
import { ToneMark } from '../../components/tone-mark.tsx';
import { useWorkaround } from '../../store/workaround-store.ts';
import { AddressTest } from './address-test.tsx';
import { NameCaches } from './name-caches.tsx';
import { StillNeeded } from './still-needed.tsx';
import { TimedRevertTick } from './timed-revert.tsx';
import { UserOverrides } from './user-overrides.tsx';
import { VanishedNotice } from './vanished-notice.tsx';

const DAYS = [1, 3, 7, 14, 30];

/** Nothing is in force: which address, and which of the three ways to it. */
export const ChooseView = () => {
  const { t } = useTranslation();
  const hostsProblem = useWorkaround((state) => state.state?.hostsProblem ?? null);
  const damaged = useWorkaround((state) => state.state?.hosts?.damaged ?? false);
  const anyInForce = useWorkaround(({ state }) => state !== null && overridesInForce(state).length > 0);
  const flushed = useWorkaround((state) => state.flushed);
  return (
    <div className="column">
      <h1>{t('workaround.title')}</h1>
      <p>{t('workaround.lead')}</p>
      <section className="card notice" aria-label={t('workaround.temporaryWord')}>
        <ToneMark tone="caution" word={t('workaround.temporaryWord')} />
        <p>{t('workaround.temporary')}</p>
      </section>
      <VanishedNotice />
      {(hostsProblem !== null || damaged) && (
        <section className="card notice" aria-label={t('workaround.hostsTroubleWord')}>
          <ToneMark tone="caution" word={t('workaround.hostsTroubleWord')} />
          <p>{hostsProblem?.message ?? t('workaround.damaged')}</p>
          <p>{hostsProblem?.hint ?? t('workaround.damagedHint')}</p>
        </section>
      )}
      {flushed.length > 0 && (
        <section className="card" aria-label={t('workaround.cachesWord')}>
          <NameCaches />
        </section>
      )}
      <AddressTest />
      <UserOverrides />
      {anyInForce && <StillNeeded />}
      <HostsFile />
      <Folded title={t('workaround.fleet')}>
        <Fleet />
      </Folded>
    </div>
  );
};

const HostsFile = () => {
  const { t } = useTranslation();
  const choice = useWorkaround((state) => state.choice);
  const tested = useWorkaround((state) => state.tested);
  const others = useWorkaround((state) => state.state?.hosts?.overrides.length ?? 0);
  const { choose, showApply } = useWorkaround.getState();
  const refused = tested !== null && tested.recommended === null;
  const toggle = (name: OverrideChoice['names'][number], selected: boolean): void =>
    choose({
      names: OVERRIDE_NAMES.filter((each) => (each === name ? selected : choice.names.includes(each))),
    });
  return (
    <section className="card" aria-labelledby="hosts-title">
      <h2 id="hosts-title">{t('workaround.hostsTitle')}</h2>
      <p>{t('workaround.hostsText')}</p>
      <div>
        <span className="legend">{t('workaround.names')}</span>
        {OVERRIDE_NAMES.map((name) => (
          <Tick
            key={name}
            isSelected={choice.names.includes(name)}
            isDisabled={choice.names.length === 1 && choice.names.includes(name)}
            onChange={(selected) => toggle(name, selected)}
          >
            {name === 'altssh.bitbucket.org' ? t('workaround.altssh') : name}
          </Tick>
        ))}
      </div>
      <div className="choice-fields">
        <Choice
          label={t('workaround.address')}
          value={choice.address}
          options={OVERRIDE_ADDRESSES.map((address) => ({ value: address, text: address }))}
          onChange={(address) => choose({ address })}
        />
        <Choice
          label={t('workaround.lasts')}
          value={String(choice.days)}
          options={DAYS.map((days) => ({
            value: String(days),
            text: t('workaround.days', { count: days }),
          }))}
          onChange={(days) => choose({ days: Number(days) })}
        />
      </div>
      <TimedRevertTick />
      {others > 0 && (
        <Tick isSelected={choice.setAsideOthers} onChange={(setAsideOthers) => choose({ setAsideOthers })}>
          {t('workaround.setAside', { count: others })}
        </Tick>
      )}
      {refused ? (
        <p>
          <strong>{t('workaround.refusedWord')}</strong> {tested.refusal}
        </p>
      ) : (
        <p className="quiet">{t(tested === null ? 'workaround.notTested' : 'workaround.nothingYet')}</p>
      )}
      <div className="row">
        <ActionButton
          kind={tested !== null && !refused ? 'primary' : 'normal'}
          isDisabled={tested === null || refused}
          onPress={() => void showApply()}
        >
          {t('workaround.show')}
        </ActionButton>
      </div>
    </section>
  );
};

const Fleet = () => {
  const { t } = useTranslation();
  const { address, names, days } = useWorkaround((state) => state.choice);
  const [kind, setKind] = useState<SnippetKind>('docker');
  const expiresAt = new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const { text } = snippetFor(kind, { address, names, expiresAt });
  return (
    <div className="column">
      <p>{t('workaround.fleetText')}</p>
      <Choice
        label={t('workaround.fleetFor')}
        value={kind}
        options={SNIPPET_KINDS.map((each) => ({ value: each, text: t(`workaround.kinds.${each}`) }))}
        onChange={setKind}
      />
      <pre className="command">{text}</pre>
      <div className="row">
        <CopyButton text={text}>{t('workaround.copySnippet')}</CopyButton>
      </div>
    </div>
  );
};
