import { useState } from 'react';
import { Label, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { flowSchema } from '../../../contract/paths.ts';
import { AddingButton } from '../../components/adding-button.tsx';
import { Segments } from '../../components/segments.tsx';
import { ToneMark } from '../../components/tone-mark.tsx';
import { useApp } from '../../store/app-store.ts';
import { useDiagnose } from '../../store/diagnose-store.ts';

/** A trace made elsewhere: pasted here, or dropped anywhere on the window. */
export const TraceCard = () => {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const flow = useDiagnose((state) => state.flow);
  const problem = useDiagnose((state) => state.traceProblem);
  const added = useApp((state) => state.current?.diagnosis.addedTraces ?? 0);
  const { chooseFlow, addTrace, removeTraces } = useDiagnose.getState();
  const read = async (): Promise<void> => {
    if (await addTrace(t('diagnose.tracePasted'), new TextEncoder().encode(text))) setText('');
  };
  return (
    <section className="card" aria-labelledby="trace-title">
      <h2 id="trace-title">{t('diagnose.traceTitle')}</h2>
      <p>{t('diagnose.traceText')}</p>
      <Segments
        label={t('diagnose.traceFlow')}
        value={flow}
        options={flowSchema.options.map((value) => ({ value, text: t(`diagnose.flows.${value}`) }))}
        onChange={chooseFlow}
      />
      <p className="quiet">{t(`diagnose.flowText.${flow}`)}</p>
      <TextField className="field" value={text} onChange={setText}>
        <Label>{t('diagnose.traceField')}</Label>
        <TextArea spellCheck={false} autoComplete="off" maxLength={1_000_000} />
      </TextField>
      <div role="alert">
        {problem !== null && (
          <>
            <ToneMark tone="caution" word={t('parts.notDone')} />
            <p className="anywhere">
              {problem.message} {problem.hint}
            </p>
          </>
        )}
      </div>
      <div className="row">
        <AddingButton isDisabled={text.trim() === ''} onPress={() => void read()}>
          {t('diagnose.traceAdd')}
        </AddingButton>
        {added > 0 && (
          <>
            <span>{t('diagnose.tracesAdded', { count: added })}</span>
            <AddingButton onPress={() => void removeTraces()}>{t('diagnose.tracesRemove')}</AddingButton>
          </>
        )}
      </div>
    </section>
  );
};
