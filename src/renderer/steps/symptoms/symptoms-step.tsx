import { useRef, useState } from 'react';
import { Label, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Symptom } from '../../../contract/symptom.ts';
import { bridge } from '../../bridge.ts';
import { useOnlyRead } from '../../components/adding-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { ToneMark } from '../../components/tone-mark.tsx';
import { useDelayedWrite } from '../../components/use-delayed-write.ts';
import { useApp } from '../../store/app-store.ts';

const SETTLE_MS = 150;

/** What stands where a secret was (src/core/redact/secrets.ts). */
const PLACEHOLDER = /\[(?:secret|private key removed)\]/;

const isKept = (text: string): boolean => text === (useApp.getState().current?.symptomText ?? '');

/** Paste a message and see at once what it proves and what it does not. */
export const SymptomsStep = () => {
  const { t } = useTranslation();
  const current = useApp((state) => state.current);
  const setCase = useApp((state) => state.setCase);
  const isOnlyRead = useOnlyRead();
  const [text, setText] = useState(current?.symptomText ?? '');
  const [symptom, setSymptom] = useState<Symptom | null>(current?.symptom ?? null);
  const [masked, setMasked] = useState(current?.symptom?.masked ?? 0);
  const latest = useRef(text);
  latest.current = text;

  const write = async (pasted: string) => {
    const written = await bridge.symptoms.write({ text: pasted });
    if (!written.ok) return;
    setCase(written.value.case);
    // A newer text is on its way; its own answer will come.
    if (latest.current !== pasted) return;
    const isEmpty = pasted.trim() === '';
    setSymptom(isEmpty ? null : written.value.symptom);
    if (written.value.symptom.masked > 0) {
      setMasked(written.value.symptom.masked);
      setText(written.value.text);
    } else if (isEmpty) setMasked(0);
  };
  useDelayedWrite(text, isKept, write, SETTLE_MS);

  return (
    <div className="column">
      <h1>{t('symptoms.title')}</h1>
      <p>{t('symptoms.lead')}</p>
      <TextField className="field" value={text} onChange={setText} isReadOnly={isOnlyRead}>
        <Label>{t('symptoms.field')}</Label>
        <TextArea spellCheck={false} autoComplete="off" maxLength={400_000} />
      </TextField>
      <div role="status" className="column">
        {masked > 0 && PLACEHOLDER.test(text) && <p>{t('symptoms.masked', { count: masked })}</p>}
        {symptom === null && <p className="quiet">{t('symptoms.none')}</p>}
        {symptom !== null && <Recognised symptom={symptom} />}
      </div>
    </div>
  );
};

const Recognised = ({ symptom }: { readonly symptom: Symptom }) => {
  const { t } = useTranslation();
  return (
    <>
      {symptom.matches.length === 0 && (
        <section className="card" aria-label={t('symptoms.unknownWord')}>
          <ToneMark tone="unknown" word={t('symptoms.unknownWord')} />
          <p>{t('symptoms.unknown')}</p>
        </section>
      )}
      {symptom.matches.map((match) => (
        <section key={match.id} className="card" aria-label={match.title} data-symptom={match.id}>
          <ToneMark tone="clear" word={t('symptoms.found')} />
          <h2>{match.title}</h2>
          <p>
            <strong>{t('symptoms.proves')}:</strong> {match.proves}
          </p>
          <p>
            <strong>{t('symptoms.doesNotProve')}:</strong> {match.doesNotProve}
          </p>
          <p className="quiet">
            {typeof match.example === 'number' && `${t('symptoms.example', { number: match.example })}. `}
            {t('symptoms.certainty', { level: match.confidence })}.
          </p>
        </section>
      ))}
      <Facts facts={symptom.facts} />
      <p className="quiet">{t('symptoms.caution')}</p>
    </>
  );
};

const Facts = ({ facts }: { readonly facts: Symptom['facts'] }) => {
  const { t } = useTranslation();
  const found = [
    ...facts.hosts.map((text) => ({ name: t('symptoms.host'), text })),
    ...facts.addresses.map((text) => ({ name: t('symptoms.address'), text })),
    ...facts.ports.map((port) => ({ name: t('symptoms.port'), text: String(port) })),
  ];
  if (found.length === 0) return null;
  return (
    <div className="row" data-facts>
      <span className="anywhere">
        {t('symptoms.facts')}:{' '}
        {found.map(({ name, text }, index) => (
          <span key={`${name} ${text}`}>
            {index > 0 && ', '}
            {name} <code>{text}</code>
          </span>
        ))}
      </span>
      <CopyButton text={found.map(({ name, text }) => `${name} ${text}`).join('\n')}>
        {t('symptoms.copyFacts')}
      </CopyButton>
    </div>
  );
};
