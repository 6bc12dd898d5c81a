import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Findings } from '../../../contract/app-ipc.ts';
import { summarisedText } from '../../../core/words/session-words.ts';
import { AddingButton } from '../../components/adding-button.tsx';
import { formatCount, instantOf } from '../../components/format.ts';
import { ToneMark } from '../../components/tone-mark.tsx';
import { VerdictCard } from '../../components/verdict-card.tsx';
import { VerdictEvidence } from '../../components/verdict-evidence.tsx';
import { useApp } from '../../store/app-store.ts';
import { useLive } from '../../store/live-store.ts';
import { CompareSessions } from './compare-sessions.tsx';
import { EdgesTable } from './edges-table.tsx';
import { LeftOverCard } from './live/left-over-card.tsx';
import { RecordedCard } from './live/recorded-card.tsx';
import { ResetTimeline } from './reset-timeline.tsx';
import { SessionPanel } from './session-panel.tsx';
import { SessionsTable } from './sessions-table.tsx';

interface Selected {
  readonly id: string;
  /** Its place among the reset sessions, when it was not chosen in their table. */
  readonly place: number | null;
  readonly asked: number;
}

/** The answer first; everything it rests on below. */
export const FindingsView = ({ findings }: { readonly findings: Findings }) => {
  const { t } = useTranslation();
  const chooseCapture = useApp((state) => state.chooseCapture);
  const openPlan = useLive((state) => state.openPlan);
  const [selected, setSelected] = useState<Selected | null>(null);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const { verdict } = findings;
  const shown = selected?.id ?? findings.exampleSession;
  const select = (id: string, place: number | null = null) =>
    setSelected({ id, place, asked: (selected?.asked ?? 0) + 1 });
  return (
    <div className="column">
      <LeftOverCard />
      <VerdictCard verdict={verdict} />
      <RecordedCard findings={findings} />
      <Damage findings={findings} />
      <VeryMany findings={findings} />
      {shown !== null && <SessionPanel id={shown} asked={selected?.asked ?? 0} />}
      <VerdictEvidence verdict={verdict} />
      {findings.edges.length > 0 && <EdgesTable edges={findings.edges} />}
      {findings.resetSessions > 0 && <ResetTimeline onSelect={select} />}
      <SessionsTable
        findings={findings}
        selected={shown}
        place={selected?.place ?? null}
        onSelect={(id) => select(id)}
        picked={picked}
        onPick={setPicked}
      />
      <CompareSessions picked={picked} onClear={() => setPicked([])} />
      <FilesRead findings={findings} />
      <div className="row">
        <AddingButton onPress={() => void openPlan()}>{t('capture.again')}</AddingButton>
        <AddingButton onPress={() => void chooseCapture()}>{t('capture.another')}</AddingButton>
      </div>
    </div>
  );
};

const FilesRead = ({ findings }: { readonly findings: Findings }) => {
  const { t } = useTranslation();
  return (
    <section className="evidence">
      <h2>{t('capture.file')}</h2>
      {findings.files.map((file) => (
        <div key={`${file.name} ${file.firstPacketAt} ${file.bytes}`}>
          <p>
            <strong>{file.name}</strong>:{' '}
            {file.firstPacketAt === null
              ? t('capture.fileEmpty', { format: file.format })
              : t('capture.fileText', {
                  packets: formatCount(file.packets),
                  first: instantOf(file.firstPacketAt),
                  last: instantOf(file.lastPacketAt ?? file.firstPacketAt),
                  format: file.format,
                  links: file.linkTypes.join(' '),
                })}
          </p>
        </div>
      ))}
    </section>
  );
};

/** A file that breaks off is read up to there; that is said next to the answer, not below it. */
const Damage = ({ findings }: { readonly findings: Findings }) => {
  const { t } = useTranslation();
  return findings.files.map(
    ({ name, damage, bytes }) =>
      damage !== null && (
        <section key={`${name} ${bytes}`} className="card notice" aria-label={t('capture.damageWord')}>
          <ToneMark tone="caution" word={t('capture.damageWord')} />
          <p className="anywhere">
            {t('capture.damage', { name, at: formatCount(damage.atByte), message: damage.message })}
          </p>
        </section>
      ),
  );
};

/** Of very many sessions not every one is kept: the answer says so next to it. */
const VeryMany = ({ findings }: { readonly findings: Findings }) => {
  const { t } = useTranslation();
  const text = summarisedText(findings.tcp);
  if (text === null) return null;
  return (
    <section className="card notice" aria-label={t('sessions.veryMany')}>
      <ToneMark tone="unknown" word={t('sessions.veryMany')} />
      <p className="anywhere">{text}</p>
    </section>
  );
};
