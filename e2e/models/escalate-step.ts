import type { Locator, Page } from '@playwright/test';

/** The step in which the letter is written. */
export type EscalateStep = {
  readonly heading: Locator;
  readonly toCapture: Locator;
  readonly writeTo: (reader: string) => Promise<void>;
  readonly language: Locator;
  readonly letter: Locator;
  readonly detail: (label: string) => Locator;
  readonly gaps: Locator;
  readonly section: (id: string) => Locator;
  readonly copy: Locator;
  readonly saveMail: Locator;
  readonly saveText: Locator;
  readonly openMail: Locator;
  readonly saved: Locator;
};

export const escalateStep = (page: Page): EscalateStep => {
  const main = page.getByRole('main');
  const letter = main.locator('article.letter');
  return {
    heading: main.getByRole('heading', { name: 'Tell who can fix it' }),
    toCapture: page.getByRole('button', { name: 'Go to the capture' }),
    writeTo: async (reader) => {
      await main.getByRole('combobox', { name: 'Who is it for?' }).selectOption({ label: reader });
    },
    language: main.getByLabel('Language of the letter'),
    letter,
    detail: (label) => main.getByRole('textbox', { name: label }),
    gaps: main.getByRole('region', { name: 'What the letter lacks' }),
    section: (id) => letter.locator(`[data-section="${id}"]`),
    copy: main.getByRole('button', { name: 'Copy the letter' }),
    saveMail: main.getByRole('button', { name: 'Save as mail' }),
    saveText: main.getByRole('button', { name: 'Save as text' }),
    openMail: main.getByRole('button', { name: 'Open a short mail' }),
    saved: main.getByRole('region', { name: 'Saved' }),
  };
};
