import type { Locator, Page } from '@playwright/test';

/** The step in which is measured what resets the connections. */
export type DiagnoseStep = {
  readonly heading: Locator;
  readonly runningHeading: Locator;
  readonly start: Locator;
  readonly stopAll: Locator;
  readonly measureAgain: Locator;
  readonly lookAgain: Locator;
  readonly compared: Locator;
  readonly mode: (name: string) => Locator;
  readonly record: Locator;
  /** The command that is going to run beside the watch. */
  readonly willRecord: Locator;
  readonly recorded: Locator;
  readonly check: (id: string) => Locator;
  readonly stopCheck: (name: string) => Locator;
  readonly verdictOf: (kind: string) => Locator;
  readonly counters: Locator;
  readonly picture: (name: 'intervals' | 'attempts' | 'survival' | 'paths') => Locator;
  readonly marks: Locator;
  readonly left: Locator;
  readonly elsewhere: Locator;
  readonly traceField: Locator;
  readonly readTrace: Locator;
  readonly traceCard: Locator;
};

export const diagnoseStep = (page: Page): DiagnoseStep => {
  const main = page.getByRole('main');
  const picture = (name: string) => main.locator(`[data-picture="${name}"]`);
  return {
    heading: main.getByRole('heading', { name: 'Measure from this computer' }),
    runningHeading: main.getByRole('heading', { name: 'Measuring' }),
    start: main.getByRole('button', { name: 'Start measuring' }),
    stopAll: page.getByRole('button', { name: 'Stop and use what there is' }),
    measureAgain: main.getByRole('button', { name: 'Measure again' }),
    lookAgain: main.getByRole('button', { name: 'Look again in 15 minutes' }),
    compared: main.getByRole('region', { name: 'Compared with before' }),
    mode: (name) => main.getByText(name, { exact: true }),
    record: main.getByText('Also record packets, and keep those around a reset'),
    willRecord: main.getByText('tcpdump -i any'),
    recorded: main.getByRole('region', { name: 'Recorded meanwhile' }),
    check: (id) => main.locator(`[data-check="${id}"]`),
    stopCheck: (name) => main.getByRole('button', { name: `Stop: ${name}` }),
    verdictOf: (kind) => main.locator(`[data-verdict="${kind}"]`),
    counters: main.locator('dl.measuring'),
    picture,
    marks: picture('attempts').getByRole('listbox'),
    left: main.getByRole('region', { name: 'A measurement was cut short' }),
    elsewhere: page.getByRole('region', { name: 'A measurement is running' }),
    traceField: main.getByRole('textbox', { name: 'Output of the trace' }),
    readTrace: main.getByRole('button', { name: 'Read this trace' }),
    traceCard: main.getByRole('region', { name: 'A trace from elsewhere' }),
  };
};
