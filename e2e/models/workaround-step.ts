import type { Locator, Page } from '@playwright/test';

/** The temporary override. */
export type WorkaroundStep = {
  readonly heading: Locator;
  readonly test: Locator;
  readonly show: Locator;
  readonly address: (address: string) => Locator;
  readonly diff: Locator;
  readonly competing: Locator;
  readonly apply: Locator;
  readonly takeOff: Locator;
  readonly showLines: Locator;
  readonly notNow: Locator;
  readonly waiting: Locator;
  readonly notPermitted: Locator;
  readonly askAgain: Locator;
  /** The card of an override in force. */
  readonly inForce: Locator;
  readonly check: Locator;
  readonly layer: (layer: 'lookup' | 'connection' | 'git' | 'ssh') => Locator;
  readonly showRevert: Locator;
  /** The question whether the override is still needed, and its answer. */
  readonly askNeeded: Locator;
  readonly needed: Locator;
  readonly caches: Locator;
  /** The wish that the system's scheduler takes it off; it stands at both kinds of override. */
  readonly byItself: Locator;
  readonly timer: (kind: string) => Locator;
  readonly showTimer: Locator;
  /** Said on the start and here: the override is gone, and it was not us. */
  readonly vanished: Locator;
  readonly acceptVanished: Locator;
  /** The reminder in the rail. */
  readonly rail: Locator;
};

export const workaroundStep = (page: Page): WorkaroundStep => {
  const main = page.getByRole('main');
  const foot = page.getByRole('contentinfo');
  return {
    heading: main.getByRole('heading', { level: 1 }),
    test: main.getByRole('button', { name: 'Test the three addresses' }),
    show: main.getByRole('button', { name: 'Show the change' }),
    address: (address) => main.locator(`[data-address="${address}"]`),
    diff: main.locator('.diff'),
    competing: main.getByRole('region', { name: 'Other lines for the same names' }),
    apply: main.getByRole('button', { name: /Apply to the hosts file$/ }),
    takeOff: main.getByRole('button', { name: /Take it off$/ }),
    showLines: main.getByRole('button', { name: 'Show me the lines instead' }),
    notNow: foot.getByRole('button', { name: 'Not now' }),
    waiting: main.getByRole('heading', { name: /prompt|permission|system/i, level: 1 }),
    notPermitted: main.getByRole('heading', { name: 'Nothing was changed' }),
    askAgain: main.getByRole('button', { name: /again/ }),
    inForce: main.locator('[data-override]'),
    check: main.getByRole('button', { name: /^Check/ }),
    layer: (layer) => main.locator(`[data-layer="${layer}"]`),
    showRevert: foot.getByRole('button', { name: 'Take the override off' }),
    askNeeded: main.getByRole('button', { name: /^Try the usual way/ }),
    needed: main.locator('[data-still-needed]'),
    byItself: main.getByRole('checkbox', { name: 'Take it off by itself when its time is over' }),
    timer: (kind) => main.locator(`[data-timer="${kind}"]`),
    showTimer: main.getByRole('button', { name: 'Exactly what the scheduler is given' }),
    vanished: main.getByRole('region', { name: 'Override gone' }),
    acceptVanished: main.getByRole('button', { name: 'I know, do not say it again' }),
    caches: main.locator('[data-cache]'),
    rail: page.getByRole('navigation', { name: 'Steps' }).locator('.rail-override'),
  };
};
