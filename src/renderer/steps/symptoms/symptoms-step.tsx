import { useEffect, useRef, useState } from 'react';
import { Label, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Symptom } from '../../../contract/symptom.ts';
import { bridge } from '../../bridge.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { useApp } from '../../store/app-store.ts';

const SETTLE_MS = 150;

/** Paste an error text and see at once what it proves and what it does not. */
export const SymptomsStep = () => {
  const { t } = useTranslation();
  const current = useApp((state) => state.current);
  const setCase = useApp((state) => state.setCase);
  const [text, setText] = useState(current?.symptomText ?? '');
  const [symptom, setSymptom] = useState<Symptom | null>(current?.symptom ?? null);
  const [masked, setMasked] = useState(current?.symptom?.masked ?? 0);
  const latest = useRef(text);

  useEffect(() => {
    latest.current = text;
    if (text === (useApp.getState().current?.symptomText ?? '')) return;
    const timer = setTimeout(async () => {
      const written = await bridge.symptoms.write({ text });
      // A newer text is on its way; its own answer will come.
      if (!written.ok || latest.current !== text) return;
      setCase(written.value.case);
      setSymptom(text.trim() === '' ? null : written.value.symptom);
      if (written.value.symptom.masked > 0) {
        setMasked(written.value.symptom.masked);
        setText(written.value.text);
      }
      if (text.trim() === '') setMasked(0);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text, setCase]);

  return (
    <div className="column">
      <h1>{t('symptoms.title')}</h1>
      <p>{t('symptoms.lead')}</p>
      <TextField className="field" value={text} onChange={setText}>
        <Label>{t('symptoms.field')}</Label>
        <TextArea spellCheck={false} autoComplete="off" maxLength={400_000} />
      </TextField>
      <div role="status" className="evidence">
        {masked > 0 && <p>{t('symptoms.masked', { count: masked })}</p>}
        {symptom === null && <p className="quiet">{t('symptoms.none')}</p>}
        {symptom !== null && <Recognised symptom={symptom} />}
      </div>
    </div>
  );
};

const Recognised = ({ symptom }: { readonly symptom: Symptom }) => {
  const { t } = useTranslation();
  const { addresses, hosts, ports } = symptom.facts;
  const facts = [...hosts, ...addresses, ...ports.map(String)];
  return (
    <>
      {symptom.matches.length === 0 ? (
        <p>{t('symptoms.unknown')}</p>
      ) : (
        symptom.matches.map((match) => (
          <section key={match.id} className="card" aria-label={match.title}>
            <h2>{match.title}</h2>
            <p className="quiet">
              {typeof match.example === 'number' && `${t('symptoms.example', { number: match.example })}. `}
              {t('symptoms.certainty', { level: match.confidence })}
            </p>
            <p>
              <strong>{t('symptoms.proves')}:</strong> {match.proves}
            </p>
            <p>
              <strong>{t('symptoms.doesNotProve')}:</strong> {match.doesNotProve}
            </p>
          </section>
        ))
      )}
      {facts.length > 0 && (
        <div className="row">
          <span>
            {t('symptoms.facts')}: <code>{facts.join('  ')}</code>
          </span>
          <CopyButton text={facts.join(' ')} />
        </div>
      )}
      <p className="quiet">{t('symptoms.caution')}</p>
    </>
  );
};
