import type { Locator, Page } from '@playwright/test';

/** What this does, and the ways in. */
export type StartStep = {
  readonly heading: Locator;
  readonly openPractice: Locator;
  readonly chooseCapture: Locator;
  readonly newCase: Locator;
  readonly resume: Locator;
  /** What reminds of an override in force. */
  readonly reminder: Locator;
  /** The button that opens an earlier case. */
  readonly openCase: (id: string) => Locator;
  readonly earlierCases: Locator;
  /** Opens the list of all cases. */
  readonly manageCases: Locator;
  readonly caseCard: (id: string) => Locator;
};

export const startStep = (page: Page): StartStep => {
  const main = page.getByRole('main');
  return {
    heading: main.getByRole('heading', { name: 'Who resets your connections to Bitbucket?' }),
    openPractice: main.getByRole('button', { name: 'Open practice case' }),
    chooseCapture: main.getByRole('button', { name: 'Choose capture file' }),
    newCase: main.getByRole('button', { name: 'Start a new case' }),
    resume: main.getByRole('button', { name: /^Resume case/ }),
    reminder: main.getByRole('region', { name: /^(Time to take it off|Workaround on)$/ }),
    openCase: (id) => main.getByRole('button', { name: `Open case ${id}` }),
    manageCases: main.getByRole('button', { name: 'Manage and compare cases' }),
    caseCard: (id) => main.getByRole('listitem').filter({ has: page.getByRole('heading', { name: id }) }),
    earlierCases: main.getByRole('button', { name: /^Open case/ }),
  };
};
