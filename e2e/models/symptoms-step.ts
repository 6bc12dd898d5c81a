import type { Locator, Page } from '@playwright/test';

/** A pasted message, and what it was recognised as. */
export type SymptomsStep = {
  readonly heading: Locator;
  readonly field: Locator;
  /** Everything recognised, best first. */
  readonly cards: Locator;
  /** The card of one signature of the playbook. */
  readonly card: (id: string) => Locator;
  readonly unknown: Locator;
  readonly facts: Locator;
};

export const symptomsStep = (page: Page): SymptomsStep => {
  const main = page.getByRole('main');
  return {
    heading: main.getByRole('heading', { name: 'What did you see?' }),
    field: main.getByRole('textbox', { name: 'Message from git, ssh or the browser' }),
    cards: main.locator('[data-symptom]'),
    card: (id) => main.locator(`[data-symptom="${id}"]`),
    unknown: main.getByRole('region', { name: 'Not recognised' }),
    facts: main.locator('[data-facts]'),
  };
};
