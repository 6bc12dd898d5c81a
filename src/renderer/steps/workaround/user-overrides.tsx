import { useTranslation } from 'react-i18next';
import { gitByHand, sshByHand } from '../../../core/workaround/user-override-lines.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Folded } from '../../components/folded.tsx';
import { formatMoment } from '../../components/format.ts';
import { ToneMark } from '../../components/tone-mark.tsx';
import { useApp } from '../../store/app-store.ts';
import { useWorkaround } from '../../store/workaround-store.ts';
import { Lines } from './lines.tsx';
import { TimedRevertTick, UserTimerPlan } from './timed-revert.tsx';

/** git's and ssh's own overrides: made and taken off at once, nobody is asked. */
export const UserOverrides = () => {
  const { t } = useTranslation();
  const { address, names } = useWorkaround((state) => state.choice);
  const level = useWorkaround((state) => state.state?.userLevel ?? null);
  const windows = useApp((state) => state.info?.platform === 'win32');
  const git = gitByHand(names, address);
  const block = level?.ssh.block ?? null;
  const byTimer = useWorkaround((state) => state.state?.timedReverts.includes('user') ?? false);
  const timerTrouble = useWorkaround((state) => state.userTimerTrouble);
  return (
    <section className="card" aria-labelledby="without-rights">
      <h2 id="without-rights">{t('workaround.userTitle')}</h2>
      <p>{t('workaround.userText')}</p>
      {byTimer && <p data-by-timer>{t('workaround.byTimer')}</p>}
      <TimedRevertTick />
      {timerTrouble !== null && (
        <p>
          <strong>{t('workaround.timerFailed')}</strong> {timerTrouble}
        </p>
      )}
      <UserOverride
        way="git"
        isOn={(level?.git.overrides.length ?? 0) > 0}
        expiresAt={level?.git.made?.expiresAt ?? null}
        expired={level?.git.made?.expired ?? false}
        isPossible={level?.git.canResolve ?? false}
        cannot={t('workaround.gitCannot')}
      />
      <Folded title={t('workaround.gitTitle')}>
        <div className="column">
          <p>{t('workaround.gitText')}</p>
          <Lines lines={git.apply} />
          <p>{t('workaround.undo')}</p>
          <Lines lines={git.revert} />
        </div>
      </Folded>
      <UserOverride
        way="ssh"
        isOn={block !== null}
        expiresAt={block?.expiresAt ?? null}
        expired={block?.expired ?? false}
        isPossible={level?.ssh.available ?? false}
        cannot={t('workaround.sshCannot')}
      />
      <Folded title={t('workaround.sshTitle')}>
        <div className="column">
          <p>{t(windows ? 'workaround.sshTextWindows' : 'workaround.sshText')}</p>
          <Lines lines={[sshByHand(names, address)]} />
        </div>
      </Folded>
    </section>
  );
};

interface UserOverrideProps {
  readonly way: 'git' | 'ssh';
  readonly isOn: boolean;
  readonly expiresAt: string | null;
  readonly expired: boolean;
  readonly isPossible: boolean;
  /** Why it cannot be made here. */
  readonly cannot: string;
}

const UserOverride = ({ way, isOn, expiresAt, expired, isPossible, cannot }: UserOverrideProps) => {
  const { t } = useTranslation();
  const tested = useWorkaround((state) => state.tested);
  const change = useWorkaround((state) => state.userChange);
  const { changeUser } = useWorkaround.getState();
  const timed = useWorkaround((state) => state.choice.timedRevert);
  const mayApply = isPossible && tested !== null && tested.recommended !== null;
  return (
    <div className="evidence" data-user-override={way} data-on={isOn}>
      <h3>{t(`workaround.user.${way}`)}</h3>
      {isOn && (
        <ToneMark
          tone={expired ? 'caution' : 'clear'}
          word={t(expired ? 'workaround.expiredWord' : 'workaround.userOn')}
        />
      )}
      {isOn && expiresAt !== null && (
        <p>{t(expired ? 'workaround.expiredAt' : 'workaround.userUntil', { at: formatMoment(expiresAt) })}</p>
      )}
      {isOn && expiresAt === null && <p>{t('workaround.userNoEnd')}</p>}
      {!isPossible && <p className="quiet">{cannot}</p>}
      {isPossible && !isOn && tested === null && <p className="quiet">{t('workaround.notTested')}</p>}
      {change?.way === way && change.effective === false && (
        <ToneMark tone="caution" word={t('workaround.userNoEffect')} />
      )}
      {change?.way === way && change.notes.map((note) => <p key={note}>{note}</p>)}
      {timed && mayApply && !isOn && <UserTimerPlan way={way} />}
      <div className="row">
        {isOn ? (
          <ActionButton onPress={() => void changeUser(way, 'revert')}>
            {t(`workaround.userRevert.${way}`)}
          </ActionButton>
        ) : (
          <ActionButton isDisabled={!mayApply} onPress={() => void changeUser(way, 'apply')}>
            {t(`workaround.userApply.${way}`)}
          </ActionButton>
        )}
      </div>
    </div>
  );
};
