import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../contract/problem.ts';
import {
  ALL_REPORT_PARTS,
  type CaptureChoice,
  type ReportFile,
  type ReportParts,
  type ReportProgress,
} from '../../../contract/report.ts';
import { isMeasured } from '../../../core/session/is-measured.ts';
import { bridge } from '../../bridge.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FootAction } from '../../components/foot-action.tsx';
import { ProblemCard } from '../../components/problem-card.tsx';
import { useApp } from '../../store/app-store.ts';
import { NoteField } from './note-field.tsx';
import { ReportChoices } from './report-choices.tsx';
import { ReportPreview } from './report-preview.tsx';
import { ReportProgressBar } from './report-progress.tsx';
import { SavedCard, type SavedReport } from './saved-card.tsx';

/** Preview of exactly the bytes that will leave, and the one button that lets them. */
export const ReportStep = () => {
  const { t } = useTranslation();
  const current = useApp((state) => state.current);
  const goTo = useApp((state) => state.goTo);
  if (
    current === null ||
    (current.capture.kind === 'none' && current.symptomText === '' && !isMeasured(current))
  )
    return (
      <div className="column">
        <h1>{t('report.title')}</h1>
        <p>{t('report.empty')}</p>
        <FootAction>
          <ActionButton kind="primary" onPress={() => void goTo('capture')}>
            {t('report.toCapture')}
          </ActionButton>
        </FootAction>
      </div>
    );
  return <FilledReport changedAt={current.updatedAt} />;
};

const contentKey = (changedAt: string, masks: boolean, parts: ReportParts, captures: CaptureChoice): string =>
  JSON.stringify([changedAt, masks, parts, captures]);

const FilledReport = ({ changedAt }: { readonly changedAt: string }) => {
  const { t } = useTranslation();
  const [parts, setParts] = useState<ReportParts>(ALL_REPORT_PARTS);
  const [masks, setMasks] = useState(true);
  const [packets, setPackets] = useState<CaptureChoice>('none');
  // Whole packets cannot be masked.
  const captures = masks && packets === 'whole' ? 'headers' : packets;
  const [files, setFiles] = useState<readonly ReportFile[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [saved, setSaved] = useState<{ readonly report: SavedReport; readonly of: string } | null>(null);
  const [progress, setProgress] = useState<ReportProgress | null>(null);
  const [saving, setSaving] = useState<'zip' | 'pdf' | null>(null);
  /** Counts how often the preview was asked for again after it was stopped. */
  const [asked, setAsked] = useState(0);
  const writeNote = useRef<() => Promise<void>>(async () => {});

  useEffect(() => bridge.report.onProgress(setProgress), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the preview follows every change of the case
  useEffect(() => {
    let stale = false;
    void bridge.report.preview({ masks, parts, captures }).then((made) => {
      if (stale) return;
      setProgress(null);
      if (made.ok) {
        setFiles(made.value);
        setProblem(null);
      } else {
        setProblem(made.problem);
        if (made.problem.kind === 'cancelled') setFiles(null);
        // What is shown is no longer what was chosen.
        if (captures !== 'none') setPackets('none');
      }
    });
    return () => {
      stale = true;
    };
  }, [masks, parts, captures, changedAt, asked]);

  const save = async (as: 'zip' | 'pdf') => {
    if (saving !== null) return;
    setProblem(null);
    setSaving(as);
    // A note that was typed a moment ago belongs to it.
    await writeNote.current();
    const answer = await bridge.report.save({ masks, parts, captures, as });
    setSaving(null);
    setProgress(null);
    if (!answer.ok) setProblem(answer.problem);
    else if (answer.value !== null)
      setSaved({
        report: answer.value,
        of: contentKey(useApp.getState().current?.updatedAt ?? '', masks, parts, captures),
      });
  };

  return (
    <div className="column">
      <h1>{t('report.title')}</h1>
      {problem && <ProblemCard problem={problem} onClose={() => setProblem(null)} />}
      {/* What was saved before a change is no longer what is shown. */}
      <SavedCard saved={saved?.of === contentKey(changedAt, masks, parts, captures) ? saved.report : null} />
      <p>{t('report.lead')}</p>
      <ReportChoices
        parts={parts}
        onParts={setParts}
        masks={masks}
        onMasks={setMasks}
        captures={captures}
        onCaptures={setPackets}
      />
      <NoteField writeNow={writeNote} />
      <section className="evidence" aria-labelledby="preview-title">
        <h2 id="preview-title">{t('report.preview')}</h2>
        {files !== null ? (
          <ReportPreview files={files} />
        ) : problem === null ? (
          <p role="status">{t('report.making')}</p>
        ) : (
          <ActionButton
            onPress={() => {
              setProblem(null);
              setAsked(asked + 1);
            }}
          >
            {t('report.makeAgain')}
          </ActionButton>
        )}
      </section>
      <FootAction>
        {progress !== null && <ReportProgressBar progress={progress} />}
        <ActionButton
          onPress={() => void save('pdf')}
          isDisabled={files === null}
          isPending={saving === 'pdf'}
        >
          {t('report.savePdf')}
        </ActionButton>
        <ActionButton
          kind="primary"
          onPress={() => void save('zip')}
          isDisabled={files === null}
          isPending={saving === 'zip'}
        >
          {t('report.save')}
        </ActionButton>
      </FootAction>
    </div>
  );
};
