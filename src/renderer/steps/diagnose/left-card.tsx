import { useTranslation } from 'react-i18next';
import type { PartDiagnosis } from '../../../contract/diagnose.ts';
import { hasFailed } from '../../../core/diagnosis/compare-attempts.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Folded } from '../../components/folded.tsx';
import { formatMoment } from '../../components/format.ts';
import { ToneMark } from '../../components/tone-mark.tsx';
import { useDiagnose } from '../../store/diagnose-store.ts';
import { AttemptFigure } from './attempt-figure.tsx';
import { CheckRows } from './check-rows.tsx';

/** What a measurement left that was running when the program died: shown as far as it came, and counted for nothing. */
export const LeftCard = ({ left }: { readonly left: PartDiagnosis }) => {
  const { t } = useTranslation();
  const { setAside } = useDiagnose.getState();
  return (
    <>
      <section className="card notice" aria-label={t('diagnose.leftTitle')}>
        <ToneMark tone="caution" word={t('diagnose.leftWord')} />
        <h2>{t('diagnose.leftTitle')}</h2>
        <p>{t('diagnose.leftText', { at: formatMoment(left.updatedAt), count: left.attempts.length })}</p>
        {left.ipv6Tries.length > 0 && (
          <p>
            {t('diagnose.leftSix', {
              count: left.ipv6Tries.length,
              failed: left.ipv6Tries.filter(hasFailed).length,
            })}
          </p>
        )}
        <Folded title={t('diagnose.checksTitle')}>
          <CheckRows checks={left.checks} />
        </Folded>
        <div className="row">
          <ActionButton onPress={() => void setAside()}>{t('diagnose.leftGone')}</ActionButton>
        </div>
      </section>
      {left.attempts.length > 0 && <AttemptFigure attempts={left.attempts} planned={left.plannedPerArm} />}
    </>
  );
};
