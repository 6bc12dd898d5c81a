import { type RefObject, useState } from 'react';
import { Label, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge.ts';
import { useOnlyRead } from '../../components/adding-button.tsx';
import { useDelayedWrite } from '../../components/use-delayed-write.ts';
import { useApp } from '../../store/app-store.ts';

const SETTLE_MS = 300;

const isKept = (text: string): boolean => text === (useApp.getState().current?.note ?? '');

async function write(note: string): Promise<void> {
  const written = await bridge.cases.writeNote({ note });
  if (written.ok) useApp.getState().setCase(written.value);
}

interface NoteFieldProps {
  /** Set to what writes the note at once. */
  readonly writeNow: RefObject<() => Promise<void>>;
}

/** A few words of the user's own, kept as they are typed. */
export const NoteField = ({ writeNow }: NoteFieldProps) => {
  const { t } = useTranslation();
  const [text, setText] = useState(useApp.getState().current?.note ?? '');
  const isOnlyRead = useOnlyRead();
  writeNow.current = useDelayedWrite(text, isKept, write, SETTLE_MS);
  return (
    <TextField className="field" value={text} onChange={setText} maxLength={4000} isReadOnly={isOnlyRead}>
      <Label>{t('report.noteField')}</Label>
      <TextArea className="text" />
    </TextField>
  );
};
