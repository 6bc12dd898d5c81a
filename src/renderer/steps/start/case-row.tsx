import { useEffect, useRef, useState } from 'react';
import { Form, Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CaseSummary } from '../../../contract/case.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { formatMoment } from '../../components/format.ts';
import { focusStep } from '../../components/use-view-focus.ts';
import { useApp } from '../../store/app-store.ts';
import { useShelf } from '../../store/case-shelf-store.ts';

/** One case: what it is, and what can be done with it. Renaming and deleting ask in its place. */
export const CaseRow = ({ summary }: { readonly summary: CaseSummary }) => {
  const { id, title } = summary;
  const [asking, setAsking] = useState<'nothing' | 'title' | 'removal'>('nothing');
  const heading = useRef<HTMLHeadingElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    // What was asked in has gone: the focus goes back to the case it was about.
    if (asking === 'nothing' && asked.current) heading.current?.focus();
    asked.current = asking !== 'nothing';
  }, [asking]);
  const done = () => setAsking('nothing');
  return (
    <li className="card" data-case={id}>
      <h2 className="anywhere" ref={heading} tabIndex={-1}>
        <span className="unbroken">{id}</span>
        {title !== '' && `: ${title}`}
      </h2>
      <Details summary={summary} />
      {asking === 'nothing' && <Actions id={id} onAsk={setAsking} />}
      {asking === 'title' && <TitleForm id={id} title={title} onDone={done} />}
      {asking === 'removal' && <RemovalQuestion id={id} onKeep={done} />}
    </li>
  );
};

const Details = ({ summary }: { readonly summary: CaseSummary }) => {
  const { t } = useTranslation();
  const isOpen = useApp((state) => state.current?.id === summary.id);
  const facts = [
    ...(isOpen ? [t('cases.openNow')] : []),
    ...(summary.isImported ? [t('cases.fromElsewhere')] : []),
    ...(summary.isMeasured ? [t('cases.measured')] : []),
    summary.captureName ?? t('start.noCapture'),
    t('start.changed', { at: formatMoment(summary.updatedAt) }),
  ];
  return <p className="quiet anywhere">{facts.join(', ')}</p>;
};

interface ActionsProps {
  readonly id: string;
  readonly onAsk: (what: 'title' | 'removal') => void;
}

const Actions = ({ id, onAsk }: ActionsProps) => {
  const { t } = useTranslation();
  const openCase = useApp((state) => state.openCase);
  return (
    <div className="row">
      <ActionButton onPress={() => void openCase(id)}>{t('cases.open', { id })}</ActionButton>
      <ActionButton label={t('cases.renameCase', { id })} onPress={() => onAsk('title')}>
        {t('cases.rename')}
      </ActionButton>
      <ActionButton label={t('cases.removeCase', { id })} onPress={() => onAsk('removal')}>
        {t('cases.remove')}
      </ActionButton>
    </div>
  );
};

interface TitleFormProps {
  readonly id: string;
  readonly title: string;
  readonly onDone: () => void;
}

const TitleForm = ({ id, title, onDone }: TitleFormProps) => {
  const { t } = useTranslation();
  const [text, setText] = useState(title);
  const rename = useShelf((state) => state.rename);
  const keep = async () => {
    await rename(id, text);
    onDone();
  };
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <TextField
        className="field"
        value={text}
        onChange={setText}
        maxLength={80}
        autoFocus
        onKeyDown={({ key }) => {
          if (key === 'Escape') onDone();
        }}
      >
        <Label>{t('cases.titleField', { id })}</Label>
        <Input className="line" />
      </TextField>
      <div className="row">
        <ActionButton onPress={() => void keep()}>{t('cases.keepTitle')}</ActionButton>
        <ActionButton onPress={onDone}>{t('cases.cancel')}</ActionButton>
      </div>
    </Form>
  );
};

const RemovalQuestion = ({ id, onKeep }: { readonly id: string; readonly onKeep: () => void }) => {
  const { t } = useTranslation();
  const remove = useShelf((state) => state.remove);
  return (
    <section className="card notice" role="alert" aria-label={t('cases.question', { id })}>
      <p>
        <strong>{t('cases.question', { id })}</strong> {t('cases.questionText')}
      </p>
      <div className="row">
        <ActionButton autoFocus onPress={onKeep}>
          {t('cases.keep')}
        </ActionButton>
        <ActionButton
          onPress={async () => {
            await remove(id);
            // It took the focus with it.
            focusStep();
          }}
        >
          {t('cases.removeCase', { id })}
        </ActionButton>
      </div>
    </section>
  );
};
