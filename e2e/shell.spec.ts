import { readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expectAccessible } from './app/axe.ts';
import { expect, isAlive, test } from './app-fixture.ts';

test('the window opens, the border answers and axe finds nothing to complain about', async ({ launch }) => {
  const { page } = await launch();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const info = await page.evaluate(() => window.app.app.info());
  expect(info).toMatchObject({ ok: true, value: { platform: process.platform } });
  await expectAccessible(page);
});

test('the page is sandboxed, isolated and not root', async ({ launch }) => {
  const { page, electron } = await launch();
  const inPage = await page.evaluate(() => ({
    require: typeof (window as unknown as Record<string, unknown>).require,
    process: typeof (window as unknown as Record<string, unknown>).process,
    module: typeof (window as unknown as Record<string, unknown>).module,
    electron: typeof (window as unknown as Record<string, unknown>).electron,
    bridge: Object.keys(window.app),
  }));
  expect(inPage).toMatchObject({
    require: 'undefined',
    process: 'undefined',
    module: 'undefined',
    electron: 'undefined',
  });
  expect(inPage.bridge).toContain('app');
  const preferences = await electron?.evaluate(({ app, BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    // Not in Electron's types, though it has been there since its first versions.
    const preferencesOf = contents as unknown as { getLastWebPreferences(): Record<string, boolean> };
    const { sandbox, contextIsolation, nodeIntegration } = preferencesOf.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, off: app.commandLine.hasSwitch('no-sandbox') };
  });
  expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false, off: false });
});

test('the kernel confirms the sandbox of the page', async ({ launch }) => {
  test.skip(process.platform !== 'linux', 'reads /proc');
  const { electron } = await launch();
  const pid = await electron?.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  );
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) => status.match(new RegExp(`^${name}:\\s*(.*)$`, 'm'))?.[1]?.trim();
  expect(field('Uid')?.split(/\s+/), 'no user id is root').not.toContain('0');
  expect(field('Seccomp'), 'a system call filter is on').toBe('2');
  expect(field('NoNewPrivs')).toBe('1');
  expect(field('CapEff')).toBe('0000000000000000');
  expect(readlinkSync(`/proc/${pid}/ns/net`), 'a network namespace of its own').not.toBe(
    readlinkSync('/proc/self/ns/net'),
  );
  expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain('--type=renderer');
});

test('the page reaches no web server, not even one on this computer', async ({ launch }) => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.setHeader('access-control-allow-origin', '*').end('reached');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  expect(await (await fetch(address)).text(), 'the server itself works').toBe('reached');
  const { page, electron } = await launch();
  const outcome = await page.evaluate(async (url) => {
    const image = new Promise((resolve) => {
      const element = new Image();
      element.onload = () => resolve('loaded');
      element.onerror = () => resolve('refused');
      element.src = url;
    });
    return {
      fetch: await fetch(url).then(
        () => 'reached',
        () => 'refused',
      ),
      image: await image,
    };
  }, address);
  expect(outcome).toEqual({ fetch: 'refused', image: 'refused' });
  // The second lock alone: a request from outside the page's content security policy.
  const direct = await electron?.evaluate(
    ({ session }, url) =>
      session.defaultSession.fetch(url).then(
        () => 'reached',
        () => 'refused',
      ),
    address,
  );
  expect(direct).toBe('refused');
  expect(asked).toBe(1);
  server.close();
});

test('the page opens no window and goes nowhere', async ({ launch }) => {
  const { page, electron } = await launch();
  expect(await page.evaluate(() => window.open('https://bitbucket.org/') === null)).toBe(true);
  expect(await page.evaluate(() => window.open('app://wizard/index.html') === null)).toBe(true);
  await page.evaluate(() => {
    location.href = 'data:text/html,elsewhere';
    const link = document.createElement('a');
    link.href = 'https://bitbucket.org/';
    link.target = '_blank';
    document.body.append(link);
    link.click();
  });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(page.url()).toBe('app://wizard/index.html');
  expect(await electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the policy stops script that is not in a file of ours', async ({ launch }) => {
  const { page } = await launch();
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.head.append(script);
    const button = document.createElement('button');
    button.setAttribute('onclick', 'window.attributeRan = true');
    document.body.append(button);
    button.click();
    const flags = window as unknown as { inlineRan?: boolean; attributeRan?: boolean };
    return { inline: flags.inlineRan === true, attribute: flags.attributeRan === true };
  });
  expect(ran).toEqual({ inline: false, attribute: false });
});

test('permissions are refused without a question', async ({ launch }) => {
  const { page } = await launch();
  const state = await page.evaluate(async () => {
    const media = await navigator.mediaDevices?.getUserMedia({ audio: true }).then(
      () => 'given',
      () => 'refused',
    );
    const notification = await Notification.requestPermission();
    return { media: media ?? 'refused', notification };
  });
  expect(state).toEqual({ media: 'refused', notification: 'denied' });
});

test('the scheme serves the built window and no other file', async ({ launch }) => {
  const { electron } = await launch();
  const statuses = await electron?.evaluate(async ({ session }) => {
    const ask = (path: string) =>
      session.defaultSession.fetch(`app://wizard/${path}`).then(({ status }) => status);
    return {
      page: await ask('index.html'),
      above: await ask('..%2f..%2fpackage.json'),
      main: await ask('..%2fmain%2findex.cjs'),
      missing: await ask('nothing.html'),
    };
  });
  expect(statuses).toEqual({ page: 200, above: 404, main: 404, missing: 404 });
});

test('a call from a frame that is not ours is not answered', async ({ launch }) => {
  const { electron } = await launch();
  const answer = await electron?.evaluate(async ({ app, BrowserWindow }) => {
    const preload = `${app.getAppPath()}/out/preload/index.cjs`;
    const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    await stranger.loadURL('app://wizard/index.html');
    const result = await stranger.webContents.executeJavaScript('window.app.app.info()');
    stranger.destroy();
    return result;
  });
  expect(answer).toMatchObject({ ok: false, problem: { kind: 'bug', message: 'A stranger called.' } });
});

test('a wrong argument is refused at the border', async ({ launch }) => {
  const { page } = await launch();
  const answer = await page.evaluate(() =>
    (window.app.app.info as unknown as (input: unknown) => Promise<unknown>)({ surprise: 1 }),
  );
  expect(answer).toMatchObject({ ok: false, problem: { kind: 'bug' } });
});

test('killed without warning, it starts again on the same user data', async ({ launch }) => {
  const first = await launch();
  await expect(first.page.getByRole('heading', { level: 1 })).toBeVisible();
  await first.kill();
  expect(isAlive(first.pid)).toBe(false);
  const second = await launch({ userDataDir: first.userDataDir });
  await expect(second.page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(second.pid).not.toBe(first.pid);
  await second.close();
  expect(isAlive(second.pid)).toBe(false);
});

test('a second start of the same user data leaves and tells the first', async ({ launch, startAgain }) => {
  const first = await launch();
  await first.electron?.evaluate(({ app }) => {
    app.once('second-instance', () => Object.assign(globalThis, { toldOfSecondStart: true }));
  });
  expect(await startAgain(first.userDataDir)).toBe(0);
  expect(isAlive(first.pid)).toBe(true);
  await expect
    .poll(() => first.electron?.evaluate(() => Object.hasOwn(globalThis, 'toldOfSecondStart')))
    .toBe(true);
  await expect(first.page.getByRole('heading', { level: 1 })).toBeVisible();
});
