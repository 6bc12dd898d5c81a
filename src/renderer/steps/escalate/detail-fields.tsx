import { Input, Label, Text, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Letter, LetterChoice } from '../../../contract/letter.ts';

interface DetailFieldsProps {
  readonly letter: Letter;
  readonly details: LetterChoice['details'];
  readonly onChange: (details: LetterChoice['details']) => void;
}

/** What this reader wants and no measurement tells, each with the reason; and what the evidence lacks. */
export const DetailFields = ({ letter, details, onChange }: DetailFieldsProps) => {
  const { t } = useTranslation();
  const gaps = letter.missing.flatMap(({ id }) =>
    id === 'capture' || id === 'control' || id === 'trace' ? [id] : [],
  );
  return (
    <>
      <section className="card" aria-labelledby="known">
        <h2 id="known">{t('escalate.knownTitle')}</h2>
        <p>{t('escalate.knownLead')}</p>
        <div className="detail-fields">
          {letter.asked.map((id) => (
            <TextField
              key={id}
              className="field"
              value={details[id] ?? ''}
              onChange={(text) => onChange({ ...details, [id]: text })}
              maxLength={500}
            >
              <Label>{t(`escalate.details.${id}`)}</Label>
              <Input className="text" />
              <Text slot="description" className="small quiet">
                {t(`escalate.why.${id}`)}
              </Text>
            </TextField>
          ))}
        </div>
      </section>
      {gaps.length > 0 && (
        <section className="card" aria-labelledby="gaps">
          <h2 id="gaps">{t('escalate.gaps')}</h2>
          <ul>
            {gaps.map((id) => (
              <li key={id}>{t(`escalate.gap.${id}`)}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};
