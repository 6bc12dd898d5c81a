import { expect, type Page } from '@playwright/test';

/**
 * Everything that is cut off at the sides or lies over something else, in words. Regions that scroll sideways by
 * design (tables, the preview) are judged by their own edges; what is hidden from eyes on purpose is left out.
 */
const findClipped = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const nameOf = (element: Element) =>
      `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${(element.textContent ?? '').trim().slice(0, 40)}"`;
    const isHidden = (element: Element) =>
      element.closest('.visually-hidden, [hidden], .skip, [style*="clip"]') !== null ||
      getComputedStyle(element).clipPath === 'inset(50%)' ||
      [...ancestorsOf(element)].some((one) => getComputedStyle(one).clipPath === 'inset(50%)');
    function* ancestorsOf(element: Element) {
      for (let one = element.parentElement; one !== null; one = one.parentElement) yield one;
    }
    const scrolls = (element: Element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
    const inScroller = (element: Element) =>
      [...ancestorsOf(element)].some((one) => scrolls(one) && one.matches('.table-scroll, .preview'));

    for (const selector of [
      'html',
      'body',
      '.frame',
      '.rail',
      '.page',
      '.page-head',
      '.page-body',
      '.page-foot',
      '.popover',
    ]) {
      const element = document.querySelector(selector);
      if (element && element.scrollWidth > element.clientWidth + 1)
        found.push(`${selector} is ${element.scrollWidth} wide in ${element.clientWidth}`);
    }

    // Every line of text lies inside the window and inside whatever cuts off what sticks out of it.
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent === null || (node.textContent ?? '').trim() === '' || isHidden(parent) || inScroller(parent))
        continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.width === 0) continue;
        if (box.left < -1 || box.right > window.innerWidth + 1)
          found.push(`text sticks out of the window: ${nameOf(parent)}`);
        for (const one of ancestorsOf(node as unknown as Element)) {
          if (getComputedStyle(one).overflowX === 'visible') continue;
          const edge = one.getBoundingClientRect();
          if (box.left < edge.left - 1 || box.right > edge.right + 1)
            found.push(`text is cut off: ${nameOf(parent)} in ${nameOf(one)}`);
        }
      }
    }

    // Controls are whole and none covers another. The bar at the bottom lies over what scrolls under it.
    const controls = [...document.querySelectorAll('button, textarea, a[href], label, [role="tab"]')].filter(
      (element) => {
        const box = element.getBoundingClientRect();
        return box.width > 0 && box.height > 0 && !isHidden(element) && !inScroller(element);
      },
    );
    for (const control of controls) {
      const box = control.getBoundingClientRect();
      if (box.left < -1 || box.right > window.innerWidth + 1)
        found.push(`control sticks out: ${nameOf(control)}`);
    }
    const placeOf = (element: Element) => element.closest('.popover, .rail, .page-head, main, .page-foot');
    for (const [index, one] of controls.entries())
      for (const other of controls.slice(index + 1)) {
        if (one.contains(other) || other.contains(one) || placeOf(one) !== placeOf(other)) continue;
        const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 1 && down > 1) found.push(`${nameOf(one)} lies over ${nameOf(other)}`);
      }
    return [...new Set(found)];
  });

export const expectNothingClipped = async (page: Page, where: string): Promise<void> => {
  // The window lays itself out anew a moment after its size has changed.
  await expect.poll(() => findClipped(page), { message: where, timeout: 3_000 }).toEqual([]);
};
