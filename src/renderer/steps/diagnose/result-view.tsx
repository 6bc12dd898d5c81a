import { useTranslation } from 'react-i18next';
import type { Diagnosis } from '../../../contract/diagnosis.ts';
import { intervalPlot } from '../../../core/pictures/interval-plot.ts';
import { survivalPlot } from '../../../core/pictures/survival-plot.ts';
import { toneOf } from '../../../core/words/verdict-words.ts';
import { PathPicture } from '../../charts/path-picture.tsx';
import { Picture } from '../../charts/picture.tsx';
import { PictureFigure } from '../../charts/picture-figure.tsx';
import { usePictureWidth } from '../../charts/use-picture-width.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { AddingButton } from '../../components/adding-button.tsx';
import { Folded } from '../../components/folded.tsx';
import { formatMoment } from '../../components/format.ts';
import { VerdictCard } from '../../components/verdict-card.tsx';
import { VerdictEvidence } from '../../components/verdict-evidence.tsx';
import { useApp } from '../../store/app-store.ts';
import { useDiagnose } from '../../store/diagnose-store.ts';
import { AttemptFigure } from './attempt-figure.tsx';
import { CheckRows } from './check-rows.tsx';
import { LookAgain } from './look-again.tsx';
import { RecordedMeanwhile } from './recorded-meanwhile.tsx';
import { TraceCard } from './trace-card.tsx';

/** The answer first, where to go from it, and every picture of what it rests on. */
export const ResultView = ({ result }: { readonly result: Diagnosis }) => {
  const { t } = useTranslation();
  const width = usePictureWidth();
  const { setAgain } = useDiagnose.getState();
  const { verdict, comparison, attempts, checks, paths } = result;
  const tone = toneOf(verdict.kind);
  const hasMeasured = comparison.anycast.attempts > 0;
  const planned =
    comparison.plan.kind === 'fixed' ? comparison.plan.attemptsPerArm : comparison.plan.mostAttemptsPerArm;
  const intervals = intervalPlot(comparison, width);
  const survival = survivalPlot(result, width);
  return (
    <div className="column">
      <VerdictCard verdict={verdict} next={t(`diagnose.next.${tone}`)} />
      <WaysOn isFault={tone === 'fault'} />
      <LookAgain earlier={result.earlier} canAsk={hasMeasured} />
      {hasMeasured && (
        <>
          <PictureFigure drawing={intervals} name="intervals">
            <Picture drawing={intervals} />
          </PictureFigure>
          <AttemptFigure attempts={attempts} planned={Math.min(planned, Math.ceil(attempts.length / 2))} />
          <PictureFigure drawing={survival} name="survival">
            <Picture drawing={survival} />
          </PictureFigure>
        </>
      )}
      {paths !== null && <PathPicture path={paths} traces={paths.traces} />}
      {paths?.others.map((path) => (
        <PathPicture
          key={path.target.address ?? path.target.name}
          path={path}
          traces={paths.traces}
          name={`paths-${path.target.address}`}
        />
      ))}
      <RecordedMeanwhile recording={result.recording} />
      <VerdictEvidence verdict={verdict} />
      <section className="card" aria-label={t('diagnose.allChecks')}>
        <p className="wide">
          {t('diagnose.measured', {
            mode: t(`diagnose.modes.${result.mode}`),
            from: formatMoment(result.startedAt),
            until: formatMoment(result.endedAt),
          })}{' '}
          {t(`diagnose.ends.${result.end}`)}
        </p>
        <Folded title={t('diagnose.allChecks')}>
          <CheckRows checks={checks} />
        </Folded>
        <div className="row">
          <AddingButton onPress={() => setAgain(true)}>{t('diagnose.again')}</AddingButton>
        </div>
      </section>
      <TraceCard />
    </div>
  );
};

/** The bar at the bottom leads to the capture; with a fault there are two more ways. */
const WaysOn = ({ isFault }: { readonly isFault: boolean }) => {
  const { t } = useTranslation();
  const goTo = useApp((state) => state.goTo);
  if (!isFault) return null;
  return (
    <nav className="row" aria-label={t('diagnose.nextTitle')}>
      <ActionButton onPress={() => void goTo('escalate')}>{t('diagnose.toEscalate')}</ActionButton>
      <ActionButton onPress={() => void goTo('workaround')}>{t('diagnose.toWorkaround')}</ActionButton>
    </nav>
  );
};
