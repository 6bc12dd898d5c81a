import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** The rules that judge colours; all others see the same in another colour scheme, for the document is the same. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
/**
 * React-aria's announcer, outside of the window's own tree: it names what it reads out by an element that may be gone by
 * then, and is empty again after some seconds.
 */
const ANNOUNCER = '[data-live-announcer]';

/**
 * Fails with the list of violations. Legacy mode because Electron cannot open axe's helper page.
 *
 * @param only `colours` where the same document was judged by every rule right before
 */
export const expectAccessible = async (page: Page, only?: 'colours'): Promise<void> => {
  const builder = new AxeBuilder({ page })
    .setLegacyMode(true)
    .exclude(ANNOUNCER)
    // Of what passes one element a rule is told: to name them all took longer than to judge them.
    .options({ resultTypes: ['violations'] });
  if (only === 'colours') builder.withRules(COLOUR_RULES);
  const { violations, passes, incomplete } = await builder.analyze();
  expect(passes.length + incomplete.length, 'axe looked at nothing').toBeGreaterThan(0);
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    at: nodes.map(({ target }) => target.join(' ')),
  }));
  expect(found).toEqual([]);
};
