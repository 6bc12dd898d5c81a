import { useEffect, useState } from 'react';
import { Label, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../contract/problem.ts';
import { ALL_REPORT_PARTS, type ReportFile, type ReportParts } from '../../../contract/report.ts';
import { bridge } from '../../bridge.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { formatBytes } from '../../components/format.ts';
import { ProblemCard } from '../../components/problem-card.tsx';
import { Tick } from '../../components/tick.tsx';
import { ToneMark } from '../../components/tone-mark.tsx';
import { useApp } from '../../store/app-store.ts';
import { ReportPreview } from './report-preview.tsx';

const PART_ORDER: readonly (keyof ReportParts)[] = ['symptoms', 'sessions', 'pictures', 'system', 'note'];

/** Preview of exactly the bytes that will leave, and the one button that lets them. */
export const ReportStep = () => {
  const { t } = useTranslation();
  const current = useApp((state) => state.current);
  const [parts, setParts] = useState<ReportParts>(ALL_REPORT_PARTS);
  const [masks, setMasks] = useState(true);
  const [files, setFiles] = useState<readonly ReportFile[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [saved, setSaved] = useState<{ fileName: string; sizeBytes: number; sha256: string } | null>(null);
  const changedAt = current?.updatedAt;
  const isEmpty = current === null || (current.capture.kind === 'none' && current.symptomText === '');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the preview follows every change of the case
  useEffect(() => {
    if (isEmpty) return;
    let stale = false;
    void bridge.report.preview({ masks, parts }).then((made) => {
      if (stale) return;
      if (made.ok) setFiles(made.value);
      else setProblem(made.problem);
    });
    return () => {
      stale = true;
    };
  }, [masks, parts, changedAt, isEmpty]);

  const save = async () => {
    setProblem(null);
    const answer = await bridge.report.save({ masks, parts });
    if (!answer.ok) setProblem(answer.problem);
    else if (answer.value !== null) setSaved(answer.value);
  };

  if (isEmpty)
    return (
      <div className="column">
        <h1>{t('report.title')}</h1>
        <p>{t('report.empty')}</p>
      </div>
    );
  return (
    <div className="column">
      <h1>{t('report.title')}</h1>
      <p>{t('report.lead')}</p>
      {problem && <ProblemCard problem={problem} onClose={() => setProblem(null)} />}
      <fieldset className="card evidence">
        <legend className="legend">{t('report.parts')}</legend>
        {PART_ORDER.map((part) => (
          <Tick
            key={part}
            isSelected={parts[part]}
            onChange={(selected) => setParts({ ...parts, [part]: selected })}
          >
            {t(`report.${part}`)}
          </Tick>
        ))}
        <Tick isSelected={masks} onChange={setMasks}>
          {t('report.masks')}
        </Tick>
        {!masks && (
          <p role="status">
            <ToneMark tone="caution" /> {t('report.masksOffWarning')}
          </p>
        )}
      </fieldset>
      <NoteField />
      <div className="row">
        <ActionButton kind="primary" onPress={() => void save()} isDisabled={files === null}>
          {t('report.save')}
        </ActionButton>
      </div>
      <div role="status">
        {saved && (
          <section className="card">
            <ToneMark tone="clear" />
            <p>{t('report.saved', { name: saved.fileName, size: formatBytes(saved.sizeBytes) })}</p>
            <p className="small">
              {t('report.savedSum', { sum: '' })} <code className="sum">{saved.sha256}</code>
            </p>
          </section>
        )}
      </div>
      <h2>{t('report.preview')}</h2>
      {files === null ? <p role="status">{t('report.making')}</p> : <ReportPreview files={files} />}
    </div>
  );
};

const NoteField = () => {
  const { t } = useTranslation();
  const note = useApp((state) => state.current?.note ?? '');
  const setCase = useApp((state) => state.setCase);
  const [text, setText] = useState(note);
  useEffect(() => {
    if (text === (useApp.getState().current?.note ?? '')) return;
    const timer = setTimeout(async () => {
      const written = await bridge.cases.writeNote({ note: text });
      if (written.ok) setCase(written.value);
    }, 300);
    return () => clearTimeout(timer);
  }, [text, setCase]);
  return (
    <TextField className="field" value={text} onChange={setText} maxLength={4000}>
      <Label>{t('report.noteField')}</Label>
      <TextArea className="text" />
    </TextField>
  );
};
