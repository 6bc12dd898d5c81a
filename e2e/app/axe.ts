import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';

/** The rules that judge colours; all others see the same in another colour scheme, for the document is the same. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
/**
 * React-aria's announcer, outside of the window's own tree: it names what it reads out by an element that may be gone by
 * then, and is empty again after some seconds.
 */
const ANNOUNCER = '[data-live-announcer]';

/**
 * Fails with the list of violations. Axe stays in a document once it is there: to bring it in took four times as long as
 * to judge, and a window is judged in many states.
 *
 * @param only `colours` where the same document was judged by every rule right before
 */
export const expectAccessible = async (page: Page, only?: 'colours'): Promise<void> => {
  for (const frame of page.frames())
    if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(axe.source);
  const options: axe.RunOptions = {
    // Of what passes one element a rule is told: to name them all took longer than to judge them.
    resultTypes: ['violations'],
    ...(only === 'colours' ? { runOnly: { type: 'rule', values: COLOUR_RULES } } : {}),
  };
  const { violations, passes, incomplete } = await page.evaluate(
    ({ context, wanted }) => (window as unknown as { axe: typeof axe }).axe.run(context, wanted),
    { context: { exclude: [[ANNOUNCER]] }, wanted: options },
  );
  expect(passes.length + incomplete.length, 'axe looked at nothing').toBeGreaterThan(0);
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    at: nodes.map(({ target }) => target.join(' ')),
  }));
  expect(found).toEqual([]);
};
