import type { Locator, Page } from '@playwright/test';

/** The live half: the card before a recording, the permission, the recording, and what was recorded. */
export type LiveCapture = {
  /** The heading over the card, when the system will ask, or need not. */
  readonly askingHeading: Locator;
  readonly readyHeading: Locator;
  readonly picture: Locator;
  readonly willRun: Locator;
  readonly interfaces: Locator;
  readonly timeLimit: Locator;
  readonly sizeLimit: Locator;
  readonly whenFull: Locator;
  readonly askMe: Locator;
  readonly showCommands: Locator;
  readonly start: Locator;
  readonly notNow: Locator;
  readonly handHeading: Locator;
  readonly handSteps: Locator;
  /** Why there is no permission; the reason is in `data-reason` when nobody was asked. */
  readonly reason: Locator;
  readonly waitingHeading: Locator;
  readonly giveUp: Locator;
  readonly declinedHeading: Locator;
  readonly refusedHeading: Locator;
  readonly askAgain: Locator;
  readonly runningHeading: Locator;
  readonly stoppingHeading: Locator;
  readonly counter: (name: string) => Locator;
  readonly timeline: Locator;
  readonly attempts: Locator;
  readonly connect: Locator;
  readonly repository: Locator;
  readonly markBefore: Locator;
  readonly markHappened: Locator;
  readonly stop: Locator;
  /** On other steps: a recording goes on. */
  readonly notice: Locator;
  readonly goThere: Locator;
  readonly recorded: Locator;
  readonly leftOver: Locator;
  readonly readLeft: Locator;
  readonly lookForLeft: Locator;
  /** What a screen reader is told. */
  readonly announcement: (text: string | RegExp) => Locator;
};

export const liveCapture = (page: Page): LiveCapture => {
  const main = page.getByRole('main');
  const foot = page.getByRole('contentinfo');
  const heading = (name: string) => main.getByRole('heading', { level: 1, name });
  const button = (name: string) => main.getByRole('button', { name, exact: true });
  const counters = main.locator('dl.counters.large');
  const notice = main.getByRole('region', { name: 'Recording', exact: true });
  return {
    askingHeading: heading('Your system will now ask for your password'),
    readyHeading: heading('Ready to record, nobody has to be asked'),
    picture: main.getByRole('img', { name: /^What the prompt looks like/ }),
    willRun: main.getByRole('region', { name: 'What will run' }),
    interfaces: main.getByRole('combobox', { name: 'Network interface' }),
    timeLimit: main.getByRole('combobox', { name: 'Stop by itself after' }),
    sizeLimit: main.getByRole('combobox', { name: 'Largest size of the file' }),
    whenFull: main.getByRole('combobox', { name: 'When it has that size' }),
    askMe: button('Ask me now'),
    showCommands: page.getByRole('button', { name: 'Show me the commands instead' }),
    start: foot.getByRole('button', { name: 'Start recording' }),
    notNow: foot.getByRole('button', { name: 'Not now' }),
    handHeading: heading('Record with your own hands'),
    handSteps: main.locator('ol.steps > li'),
    reason: main.getByRole('region', { name: /^(No permission|Not allowed)$/ }),
    waitingHeading: heading('Waiting for your permission'),
    giveUp: foot.getByRole('button', { name: 'Give up' }),
    declinedHeading: heading('You said no, and nothing was recorded'),
    refusedHeading: heading('The permission was not given'),
    askAgain: button('Ask again'),
    runningHeading: main.getByRole('heading', { level: 1, name: 'Recording', exact: true }),
    stoppingHeading: heading('Finishing the recording'),
    counter: (name) =>
      counters
        .locator('div')
        .filter({ has: page.getByText(name, { exact: true }) })
        .locator('dd'),
    timeline: main.getByRole('list', { name: 'As it happens' }).getByRole('listitem'),
    attempts: main.getByRole('list', { name: /^Connections made for you/ }).getByRole('listitem'),
    connect: button('Connect for me'),
    repository: main.getByRole('textbox', { name: 'Repository to ask with git (optional)' }),
    markBefore: button('Mark: I am about to try'),
    markHappened: button('Mark: it happened'),
    stop: foot.getByRole('button', { name: 'Stop recording' }),
    notice,
    goThere: notice.getByRole('button', { name: 'Go to the recording' }),
    recorded: main.getByRole('region', { name: 'What was recorded' }),
    leftOver: main.getByRole('region', { name: 'A recording was cut short' }),
    readLeft: button('Read what there is'),
    lookForLeft: button('Look for what it left'),
    announcement: (text) => page.getByRole('status').filter({ hasText: text }),
  };
};
