import { useTranslation } from 'react-i18next';
import type { CaptureChoice, ReportParts } from '../../../contract/report.ts';
import { isMeasured } from '../../../core/session/is-measured.ts';
import { Tick } from '../../components/tick.tsx';
import { ToneMark } from '../../components/tone-mark.tsx';
import { useApp } from '../../store/app-store.ts';

const PART_ORDER: readonly (keyof ReportParts)[] = [
  'symptoms',
  'measurement',
  'sessions',
  'pictures',
  'system',
  'note',
];

interface ReportChoicesProps {
  readonly parts: ReportParts;
  readonly onParts: (parts: ReportParts) => void;
  readonly masks: boolean;
  readonly onMasks: (masks: boolean) => void;
  readonly captures: CaptureChoice;
  readonly onCaptures: (captures: CaptureChoice) => void;
}

/** What goes in, and whether private things are readable in it. */
export const ReportChoices = (choices: ReportChoicesProps) => {
  const { parts, onParts, masks, onMasks, captures, onCaptures } = choices;
  const { t } = useTranslation();
  const hasMeasured = useApp((state) => state.current !== null && isMeasured(state.current));
  // One that was taken in came without its packets.
  const hasCapture = useApp(
    ({ current }) => current?.capture.kind === 'analysed' && current.origin.kind === 'here',
  );
  // Pictures are of a session, or of what was measured.
  const isPossible = (part: keyof ReportParts): boolean =>
    part !== 'pictures' || parts.sessions || (hasMeasured && parts.measurement);
  return (
    <div className="choices">
      <fieldset className="card">
        <legend className="legend">{t('report.parts')}</legend>
        {PART_ORDER.map((part) => (
          <Tick
            key={part}
            isSelected={parts[part] && isPossible(part)}
            isDisabled={!isPossible(part)}
            onChange={(selected) => onParts({ ...parts, [part]: selected })}
          >
            {t(`report.${part}`)}
          </Tick>
        ))}
        <Tick
          isSelected={captures !== 'none'}
          isDisabled={!hasCapture}
          onChange={(selected) => onCaptures(selected ? 'headers' : 'none')}
        >
          {t(masks ? 'report.packetsMasked' : 'report.packets')}
        </Tick>
        {captures !== 'none' && !masks && (
          <Tick
            isSelected={captures === 'whole'}
            onChange={(selected) => onCaptures(selected ? 'whole' : 'headers')}
          >
            {t('report.packetsWhole')}
          </Tick>
        )}
      </fieldset>
      <fieldset className="card">
        <legend className="legend">{t('report.privacyTitle')}</legend>
        <Tick isSelected={masks} onChange={onMasks}>
          {t('report.masks')}
        </Tick>
        <div role="status">
          {!masks && (
            <>
              <ToneMark tone="caution" word={t('report.masksOff')} />
              <p>{t('report.masksOffWarning')}</p>
            </>
          )}
        </div>
      </fieldset>
    </div>
  );
};
