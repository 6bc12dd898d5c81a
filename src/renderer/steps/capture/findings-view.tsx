import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Findings } from '../../../contract/app-ipc.ts';
import { VERDICT_NAMES } from '../../../core/words/verdict-words.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Folded } from '../../components/folded.tsx';
import { formatCount } from '../../components/format.ts';
import { VerdictCard } from '../../components/verdict-card.tsx';
import { useApp } from '../../store/app-store.ts';
import { EdgesTable } from './edges-table.tsx';
import { SessionPanel } from './session-panel.tsx';
import { SessionsTable } from './sessions-table.tsx';

/** The answer first; everything it rests on below. */
export const FindingsView = ({ findings }: { readonly findings: Findings }) => {
  const { t } = useTranslation();
  const chooseCapture = useApp((state) => state.chooseCapture);
  const [selected, setSelected] = useState<string | null>(null);
  const { verdict } = findings;
  const shown = selected ?? findings.exampleSession;
  const points = verdict.score.reduce((sum, line) => sum + line.points, 0);
  return (
    <div className="column">
      <VerdictCard verdict={verdict} />
      {shown !== null && <SessionPanel id={shown} />}
      <section className="card evidence">
        <EvidenceList
          title={t('capture.for', { count: verdict.for.length })}
          texts={verdict.for.map(({ text }) => text)}
          open
        />
        <EvidenceList
          title={t('capture.against', { count: verdict.against.length })}
          texts={verdict.against.map(({ text }) => text)}
        />
        <EvidenceList
          title={t('capture.ruledOut', { count: verdict.ruledOut.length })}
          texts={verdict.ruledOut.map(({ kind, text }) => `${VERDICT_NAMES[kind]}: ${text}`)}
        />
        {verdict.score.length > 0 && (
          <EvidenceList
            title={t('capture.score', { points })}
            texts={verdict.score.map(
              (line) => `${line.points > 0 ? '+' : ''}${line.points}  ${line.because}`,
            )}
          />
        )}
        {verdict.runnerUp && (
          <Folded title={t('capture.runnerUp')}>
            <p>
              {t('capture.runnerUpText', { name: VERDICT_NAMES[verdict.runnerUp.kind] })}{' '}
              {verdict.runnerUp.separatingCheck}
            </p>
          </Folded>
        )}
      </section>
      {findings.edges.length > 0 && <EdgesTable edges={findings.edges} />}
      <SessionsTable findings={findings} selected={shown} onSelect={setSelected} />
      <FilesRead findings={findings} />
      <div className="row">
        <ActionButton onPress={() => void chooseCapture()}>{t('capture.another')}</ActionButton>
      </div>
    </div>
  );
};

const EvidenceList = ({
  title,
  texts,
  open = false,
}: {
  readonly title: string;
  readonly texts: readonly string[];
  readonly open?: boolean;
}) =>
  texts.length === 0 ? null : (
    <Folded title={title} open={open}>
      <ul>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Folded>
  );

const FilesRead = ({ findings }: { readonly findings: Findings }) => {
  const { t } = useTranslation();
  return (
    <section className="evidence">
      <h2>{t('capture.file')}</h2>
      {findings.files.map((file) => (
        <div key={file.name}>
          <p>
            <strong>{file.name}</strong>:{' '}
            {file.firstPacketAt === null
              ? t('capture.fileEmpty', { format: file.format })
              : t('capture.fileText', {
                  packets: formatCount(file.packets),
                  first: file.firstPacketAt,
                  last: file.lastPacketAt ?? '',
                  format: file.format,
                  links: file.linkTypes.join(' '),
                })}
          </p>
          {file.damage && (
            <p>
              <strong>
                {t('capture.damage', { at: formatCount(file.damage.atByte), message: file.damage.message })}
              </strong>
            </p>
          )}
        </div>
      ))}
    </section>
  );
};
