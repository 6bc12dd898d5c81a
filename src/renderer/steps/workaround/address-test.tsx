import { useTranslation } from 'react-i18next';
import type { AddressChoiceView } from '../../../contract/workaround.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { ToneMark } from '../../components/tone-mark.tsx';
import { useWorkaround } from '../../store/workaround-store.ts';

type Verdict = AddressChoiceView['addresses'][number];

/** Each legacy address, tried from here by what it can prove of itself. */
export const AddressTest = () => {
  const { t } = useTranslation();
  const testing = useWorkaround((state) => state.testing);
  const last = useWorkaround((state) => state.attempts.at(-1));
  const tested = useWorkaround((state) => state.tested);
  const { test, stopTest } = useWorkaround.getState();
  return (
    <section className="card" aria-labelledby="test-title">
      <h2 id="test-title">{t('workaround.testTitle')}</h2>
      <p>{t('workaround.testText')}</p>
      {testing && (
        <p className="connecting" role="status">
          {t('workaround.testing', { done: last?.done ?? 0, total: last?.total ?? 18 })}
        </p>
      )}
      {tested !== null && <Table tested={tested} />}
      {tested !== null && tested.obstacles.length > 0 && <Obstacles obstacles={tested.obstacles} />}
      <div className="row">
        {testing ? (
          <ActionButton onPress={() => void stopTest()}>{t('workaround.stopTest')}</ActionButton>
        ) : (
          <ActionButton kind={tested === null ? 'primary' : 'normal'} onPress={() => void test()}>
            {t(tested === null ? 'workaround.test' : 'workaround.testAgain')}
          </ActionButton>
        )}
        {tested !== null && (
          <CopyButton
            text={tested.addresses.map(({ address, because }) => `${address}: ${because}`).join('\n')}
          >
            {t('workaround.copyTest')}
          </CopyButton>
        )}
      </div>
    </section>
  );
};

/** What on this machine makes an override useless, or works otherwise than one thinks. */
const Obstacles = ({ obstacles }: { readonly obstacles: AddressChoiceView['obstacles'] }) => {
  const { t } = useTranslation();
  return (
    <>
      <h3>{t('workaround.obstacles')}</h3>
      <ul className="timeline">
        {obstacles.map(({ kind, severity, text }) => (
          <li key={`${kind} ${text}`} data-obstacle={kind}>
            <ToneMark
              tone={severity === 'advice' ? 'unknown' : 'caution'}
              word={t(`workaround.severity.${severity}`)}
            />
            <span className="anywhere">{text}</span>
          </li>
        ))}
      </ul>
    </>
  );
};

const Table = ({ tested }: { readonly tested: AddressChoiceView }) => (
  <ul className="timeline">
    {tested.addresses.map((verdict) => (
      <Row key={verdict.address} verdict={verdict} recommended={verdict.address === tested.recommended} />
    ))}
  </ul>
);

const Row = ({ verdict, recommended }: { readonly verdict: Verdict; readonly recommended: boolean }) => {
  const { t } = useTranslation();
  const { address, usable, because, https } = verdict;
  const word = recommended
    ? t('workaround.recommendedWord')
    : t(usable ? 'workaround.usableWord' : 'workaround.unusableWord');
  return (
    <li data-address={address} data-usable={usable}>
      <ToneMark tone={usable ? 'clear' : 'caution'} word={word} />
      <div className="timeline-words">
        <code className="unbroken">{address}</code>
        <span>{because}</span>
        {https.medianMs !== null && (
          <span className="quiet">{t('workaround.median', { ms: Math.round(https.medianMs) })}</span>
        )}
      </div>
    </li>
  );
};
