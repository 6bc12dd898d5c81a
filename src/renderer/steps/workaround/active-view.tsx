import { useTranslation } from 'react-i18next';
import type { ProofLayer } from '../../../contract/workaround.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Folded } from '../../components/folded.tsx';
import { FootAction } from '../../components/foot-action.tsx';
import { formatMoment } from '../../components/format.ts';
import { ToneMark } from '../../components/tone-mark.tsx';
import { useWorkaround } from '../../store/workaround-store.ts';
import { AddressTest } from './address-test.tsx';
import { daysLeft } from './days-left.ts';
import { NameCaches } from './name-caches.tsx';
import { StillNeeded } from './still-needed.tsx';
import { UserOverrides } from './user-overrides.tsx';

const ADVICE = ['browsers', 'java', 'controlMaster', 'wsl', 'containers', 'vpn'] as const;

/** An override is in force: until when, whether it works, and the way out. */
export const ActiveView = () => {
  const { t } = useTranslation();
  const block = useWorkaround((state) => state.state?.hosts?.block ?? null);
  const proof = useWorkaround((state) => state.proof);
  const effect = useWorkaround((state) => state.state?.effect ?? []);
  const proving = useWorkaround((state) => state.proving);
  const backup = useWorkaround((state) => state.backup);
  const timerTrouble = useWorkaround((state) => state.timerTrouble);
  const byTimer = useWorkaround((state) => state.state?.timedReverts.includes('system') ?? false);
  const { prove, showRevert } = useWorkaround.getState();
  if (block === null) return null;
  const isLost =
    effect.some(({ effective }) => !effective) || proof?.some(({ effective }) => effective === false);
  const tone = block.expired || isLost ? 'caution' : 'clear';
  const word = t(
    block.expired ? 'workaround.expiredWord' : isLost ? 'workaround.noEffectWord' : 'workaround.activeWord',
  );
  return (
    <div className="column">
      <h1>{t(block.expired ? 'workaround.expiredTitle' : 'workaround.activeTitle')}</h1>
      <section className={`card verdict ${tone}`} aria-label={word} data-override={tone}>
        <ToneMark tone={tone} word={word} />
        <p>
          {t(block.expired ? 'workaround.expiredAt' : 'workaround.activeUntil', {
            at: formatMoment(block.expiresAt),
            count: daysLeft(block.expiresAt),
          })}
        </p>
        <ul className="addresses">
          {block.entries.map(({ address, name }) => (
            <li key={`${name} ${address}`}>
              <code className="unbroken">{name}</code> → <code className="unbroken">{address}</code>
            </li>
          ))}
        </ul>
        {isLost && <p>{t('workaround.noEffect')}</p>}
        {byTimer && <p data-by-timer>{t('workaround.byTimer')}</p>}
        {timerTrouble !== null && (
          <p>
            <strong>{t('workaround.timerFailed')}</strong> {timerTrouble}
          </p>
        )}
        <p className="quiet">{t('workaround.temporary')}</p>
        {backup !== '' && (
          <p className="quiet">
            {t('workaround.backup')} <code className="anywhere">{backup}</code>
          </p>
        )}
      </section>
      <section className="card" aria-labelledby="proof-title">
        <h2 id="proof-title">{t('workaround.proofTitle')}</h2>
        <p>{t('workaround.proofText')}</p>
        <NameCaches />
        {proof !== null && <Proof proof={proof} />}
        <div className="row">
          <ActionButton isPending={proving} onPress={() => void prove()}>
            {t(
              proving ? 'workaround.proving' : proof === null ? 'workaround.prove' : 'workaround.proveAgain',
            )}
          </ActionButton>
          {proof !== null && (
            <CopyButton text={proof.map(proofLine).join('\n')}>{t('workaround.copyProof')}</CopyButton>
          )}
        </div>
      </section>
      <StillNeeded />
      <UserOverrides />
      <Folded title={t('workaround.adviceTitle')}>
        <ul>
          {ADVICE.map((kind) => (
            <li key={kind}>{t(`workaround.advice.${kind}`)}</li>
          ))}
        </ul>
      </Folded>
      <Folded title={t('workaround.stillGood')}>
        <AddressTest />
      </Folded>
      <FootAction>
        <ActionButton kind="primary" onPress={() => void showRevert()}>
          {t('workaround.showRevert')}
        </ActionButton>
      </FootAction>
    </div>
  );
};

const proofLine = ({ layer, name, addresses, effective, detail }: ProofLayer): string =>
  `${layer} ${name}: ${addresses.join(', ') || 'nowhere'} (${effective === null ? 'not known' : effective ? 'by the override' : 'past the override'}) ${detail}`.trim();

const Proof = ({ proof }: { readonly proof: readonly ProofLayer[] }) => {
  const { t } = useTranslation();
  return (
    <ul className="timeline">
      {proof.map((one) => (
        <li key={`${one.layer} ${one.name}`} data-layer={one.layer} data-effective={String(one.effective)}>
          <ToneMark
            tone={one.effective === null ? 'unknown' : one.effective ? 'clear' : 'caution'}
            word={t(
              one.effective === null
                ? 'workaround.proofUnknown'
                : one.effective
                  ? 'workaround.proofYes'
                  : 'workaround.proofNo',
            )}
          />
          <div className="timeline-words">
            <span>
              {t(`workaround.layer.${one.layer}`)} <code className="unbroken">{one.name}</code>
            </span>
            {one.addresses.map((address) => (
              <code key={address} className="unbroken">
                {address}
              </code>
            ))}
            {one.detail !== '' && <span className="quiet anywhere">{one.detail}</span>}
          </div>
        </li>
      ))}
    </ul>
  );
};
