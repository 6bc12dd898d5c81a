import type { Locator, Page } from '@playwright/test';

type ReportFileName =
  | 'report.html'
  | 'report.txt'
  | 'report.json'
  | 'sessions.csv'
  | 'resets.csv'
  | 'SHA256SUMS';

const TABS: Readonly<Record<ReportFileName, string>> = {
  'report.html': 'Page',
  'report.txt': 'Text',
  'report.json': 'Data',
  'sessions.csv': 'Sessions',
  'resets.csv': 'Resets',
  SHA256SUMS: 'Checksums',
};

/** The tick that keeps private things out. */
export const MASKS = 'Replace private addresses and names by placeholders';

/** What will leave, and the button that lets it. */
export type ReportStep = {
  readonly heading: Locator;
  readonly tick: (name: string) => Locator;
  readonly masks: Locator;
  /** Ticks or unticks, by the words beside the box as a hand does. */
  readonly toggle: (name: string) => Promise<void>;
  readonly note: Locator;
  readonly save: Locator;
  /** The page alone, as PDF. */
  readonly savePdf: Locator;
  readonly saved: Locator;
  /** There while something is made or saved that takes its time. */
  readonly stop: Locator;
  /** Opens one file of the preview and gives the region it is shown in. */
  readonly show: (name: ReportFileName) => Promise<Locator>;
};

export const reportStep = (page: Page): ReportStep => {
  const main = page.getByRole('main');
  return {
    heading: main.getByRole('heading', { name: 'The report that will leave' }),
    tick: (name) => main.getByRole('checkbox', { name }),
    masks: main.getByRole('checkbox', { name: MASKS }),
    toggle: (name) => main.getByText(name, { exact: true }).click(),
    note: main.getByRole('textbox', { name: 'Note to the reader (optional)' }),
    save: page.getByRole('button', { name: 'Save report' }),
    savePdf: page.getByRole('button', { name: 'Save as PDF' }),
    stop: page.getByRole('button', { name: 'Stop making it' }),
    saved: main.getByRole('region', { name: 'Saved' }),
    show: async (name) => {
      await main.getByRole('tab', { name: TABS[name] }).click();
      return main.getByRole('region', { name, exact: true });
    },
  };
};
