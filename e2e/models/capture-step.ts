import type { Locator, Page } from '@playwright/test';

/** A capture is opened, read, and explained. */
export type CaptureStep = {
  readonly openHeading: Locator;
  readonly chooseCapture: Locator;
  readonly openPractice: Locator;
  readonly recordNow: Locator;
  readonly openAnother: Locator;
  readonly recordAgain: Locator;
  readonly readingHeading: Locator;
  readonly progress: Locator;
  readonly stopReading: Locator;
  /** The card with the answer; its kind is in `data-verdict`. */
  readonly verdict: Locator;
  readonly verdictOf: (kind: string) => Locator;
  readonly damage: Locator;
  /** One session packet by packet. */
  readonly session: Locator;
  readonly ladder: Locator;
  readonly ladderTable: Locator;
  readonly showLadderTable: Locator;
  readonly sessionRows: Locator;
  readonly showPackets: Locator;
  /** When sessions were reset; its marks are options of a list. */
  readonly timeline: Locator;
  readonly timelineMarks: Locator;
  readonly tickToCompare: Locator;
  readonly compareTicked: Locator;
  /** Two sessions side by side. */
  readonly sideBySide: Locator;
};

export const captureStep = (page: Page): CaptureStep => {
  const main = page.getByRole('main');
  const session = main.locator('[data-session]');
  const rows = main.getByRole('region', { name: 'Sessions', exact: true }).locator('tbody tr');
  return {
    openHeading: main.getByRole('heading', { name: 'Get a packet capture' }),
    chooseCapture: main.getByRole('button', { name: 'Choose capture file' }),
    openPractice: main.getByRole('button', { name: 'Open practice case' }),
    recordNow: main.getByRole('button', { name: 'Record now' }),
    recordAgain: main.getByRole('button', { name: 'Record again' }),
    openAnother: main.getByRole('button', { name: 'Open another capture' }),
    readingHeading: main.getByRole('heading', { name: /^Reading / }),
    progress: main.getByRole('progressbar'),
    stopReading: main.getByRole('button', { name: 'Stop reading' }),
    verdict: main.locator('[data-verdict]'),
    verdictOf: (kind) => main.locator(`[data-verdict="${kind}"]`),
    damage: main.getByRole('region', { name: 'Read up to the damage' }),
    session,
    ladder: session.getByRole('img'),
    ladderTable: session.getByRole('region', { name: 'The same as a table' }),
    showLadderTable: session.getByRole('button', { name: 'The same as a table' }),
    sessionRows: rows,
    timeline: main.locator('[data-picture="resets"]'),
    timelineMarks: main.locator('[data-picture="resets"]').getByRole('option'),
    tickToCompare: rows.getByRole('checkbox', { name: /^Compare / }),
    compareTicked: main.getByRole('button', { name: 'Compare the two' }),
    sideBySide: main.getByRole('region', { name: 'Two sessions side by side' }),
    showPackets: rows.getByRole('button', { name: /^Show packets of/ }),
  };
};
