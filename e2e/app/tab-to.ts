import { expect, type Page } from '@playwright/test';

/** What has the focus: its name, whether a ring shows it, and whether it can be seen. */
type Focused = { readonly name: string; readonly ringed: boolean; readonly inView: boolean };

const focused = (page: Page): Promise<Focused> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (element === null || element === document.body) return { name: '', ringed: true, inView: true };
    const labels =
      element instanceof HTMLInputElement ||
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement
        ? element.labels
        : null;
    const name = (
      element.getAttribute('aria-label') ??
      document.getElementById(element.getAttribute('aria-labelledby')?.split(' ').at(-1) ?? '')
        ?.textContent ??
      labels?.[0]?.textContent ??
      element.textContent ??
      ''
    ).trim();
    // A tick is drawn by its label, the box itself is hidden from eyes.
    const drawn = element.matches('input') ? (element.closest('label') ?? element) : element;
    const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
    const box = drawn.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
    const top = document.elementFromPoint(x, y);
    return {
      name,
      ringed: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      inView: top !== null && (drawn.contains(top) || top.contains(drawn)) && y > 0 && y < window.innerHeight,
    };
  });

const MOST_PRESSES = 120;

/** Presses Tab until the control of that name has the focus; every stop on the way shows a ring and can be seen. */
export const tabTo = async (page: Page, name: string | RegExp): Promise<void> => {
  const seen: string[] = [];
  for (let press = 0; press < MOST_PRESSES; press += 1) {
    await page.keyboard.press('Tab');
    let stop = await focused(page);
    seen.push(stop.name.slice(0, 40));
    expect(stop.ringed, `"${stop.name}" shows that it has the focus`).toBe(true);
    // What was just unfolded may still be laid out when the focus arrives; scrolling follows within a frame or two.
    await expect
      .poll(
        async () => {
          stop = await focused(page);
          return stop.inView;
        },
        { message: `"${stop.name}" can be seen when it has the focus`, timeout: 2_000 },
      )
      .toBe(true);
    if (typeof name === 'string' ? stop.name === name : name.test(stop.name)) return;
  }
  throw new Error(`Tab never came to ${String(name)}; it went over ${seen.join(' | ')}`);
};
