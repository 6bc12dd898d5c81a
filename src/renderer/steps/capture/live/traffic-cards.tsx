import { useState } from 'react';
import { Input, Label, Text, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../../components/action-button.tsx';
import { clockOf } from '../../../components/format.ts';
import { CONNECTIONS, useLive } from '../../../store/live-store.ts';

/** A recording without traffic shows nothing: we make some, or the user does and says when. */
export const TrafficCards = () => {
  const { t } = useTranslation();
  return (
    <section className="evidence" aria-labelledby="traffic">
      <h2 id="traffic">{t('live.makeTraffic')}</h2>
      <div className="choices">
        <ConnectCard />
        <SelfCard />
      </div>
    </section>
  );
};

const ConnectCard = () => {
  const { t } = useTranslation();
  const [repository, setRepository] = useState('');
  const connecting = useLive((state) => state.connecting);
  const done = useLive((state) => state.attempts.length - (state.connecting?.before ?? 0));
  const connect = useLive((state) => state.connect);
  return (
    <section className="card choice" aria-labelledby="connect-for-me">
      <h3 id="connect-for-me">{t('live.connectTitle')}</h3>
      <p>{t('live.connectText', { count: CONNECTIONS })}</p>
      <TextField className="field" value={repository} onChange={setRepository} maxLength={2000}>
        <Label>{t('live.repository')}</Label>
        <Input className="line" spellCheck="false" autoComplete="off" />
        <Text slot="description" className="quiet small">
          {t('live.repositoryHint')}
        </Text>
      </TextField>
      <p className="connecting">
        {connecting !== null && t('live.connecting', { done, count: connecting.expected })}
      </p>
      <ActionButton isPending={connecting !== null} onPress={() => void connect(repository)}>
        {t('live.connect')}
      </ActionButton>
    </section>
  );
};

const SelfCard = () => {
  const { t } = useTranslation();
  const last = useLive((state) => state.marks.at(-1));
  const mark = useLive((state) => state.mark);
  return (
    <section className="card choice" aria-labelledby="by-myself">
      <h3 id="by-myself">{t('live.selfTitle')}</h3>
      <p>{t('live.selfText')}</p>
      <div className="row marks">
        <ActionButton onPress={() => void mark('before')}>{t('live.markBefore')}</ActionButton>
        <ActionButton onPress={() => void mark('happened')}>{t('live.markHappened')}</ActionButton>
      </div>
      <p role="status" className="quiet">
        {last !== undefined && t('live.marked', { at: clockOf(last.at) })}
      </p>
    </section>
  );
};
