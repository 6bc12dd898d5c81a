import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCrossings, type LayersResult } from './layers.ts';
import { modulesFolder } from './setup/project-paths.mjs';

/** One forbidden import for each wall: rule, file, what it imports. */
const planted: readonly (readonly [rule: string, file: string, imported: string])[] = [
  ['wasm-knows-places', 'src/wasm/reader.ts', '../core/capture/session-tracker.ts'],
  ['wasm-is-compiled', 'src/main/services/short-way.ts', '../../wasm/reader.ts'],
  ['core-is-pure', 'src/core/with-node.ts', 'node:fs'],
  ['core-is-pure', 'src/core/with-react.ts', 'react'],
  ['core-is-pure', 'src/core/with-main.ts', '../main/service.ts'],
  ['contract-is-schemas', 'src/contract/with-core.ts', '../core/pure.ts'],
  ['contract-is-schemas', 'src/contract/with-node.ts', 'node:path'],
  ['preload-knows-names', 'src/preload/with-zod.ts', 'zod'],
  ['preload-knows-names', 'src/preload/with-schemas.ts', '../contract/schemas.ts'],
  ['broker-is-small', 'src/broker/with-package.ts', 'yazl'],
  ['broker-is-small', 'src/broker/with-main.ts', '../main/service.ts'],
  ['broker-is-small', 'src/broker/with-http.ts', 'node:http'],
  ['broker-is-small', 'src/broker/with-window-contract.ts', '../contract/schemas.ts'],
  ['broker-is-small', 'src/broker/with-other-core.ts', '../core/pure.ts'],
  ['hosts-file-is-small', 'src/hosts-file/with-core.ts', '../core/pure.ts'],
  ['hosts-file-is-small', 'src/hosts-file/with-network.ts', 'node:net'],
  ['broker-is-small', 'src/broker/with-scheduler.ts', '../scheduler/set.ts'],
  ['scheduler-is-small', 'src/scheduler/with-core.ts', '../core/pure.ts'],
  ['scheduler-is-small', 'src/scheduler/with-package.ts', 'zod'],
  ['scheduler-is-small', 'src/scheduler/with-network.ts', 'node:net'],
  ['renderer-stays-in-the-window', 'src/renderer/with-main.tsx', '../main/service.ts'],
  ['renderer-has-no-node', 'src/renderer/with-node.ts', 'node:os'],
  ['electron-has-one-folder', 'src/main/with-electron.ts', 'electron'],
  ['electron-has-one-folder', 'src/cli/with-electron.ts', 'electron'],
  ['electron-has-one-folder', 'src/renderer/with-electron.ts', 'electron'],
  ['electron-has-one-folder', 'src/main/with-store.ts', 'electron-store'],
  ['elevation-has-one-folder', 'src/main/with-sudo.ts', 'sudo-prompt'],
  ['sudo-prompt-has-one-file', 'src/main/elevation/second-prompt.ts', 'sudo-prompt'],
  ['main-electron-is-the-rim', 'src/main/with-shell.ts', './electron/shell.ts'],
  ['main-electron-is-the-rim', 'src/cli/with-shell.ts', '../main/electron/shell.ts'],
  ['main-knows-no-window', 'src/main/with-window.ts', '../renderer/view.ts'],
  ['nobody-imports-the-command-line', 'src/main/with-cli.ts', '../cli/command.ts'],
  ['product-knows-no-tools', 'src/main/with-script.ts', '../../scripts/tool.ts'],
  ['no-circles', 'src/core/circle-one.ts', './circle-two.ts'],
  ['everything-is-there', 'src/core/with-nothing.ts', './nothing.ts'],
];

/** What the walls let through. */
const innocent: readonly (readonly [file: string, imported: string])[] = [
  ['src/core/pure.ts', 'zod'],
  ['src/core/pure.test.ts', 'node:fs'],
  ['src/core/with-contract.ts', '../contract/schemas.ts'],
  ['src/core/circle-two.ts', './circle-one.ts'],
  ['src/contract/schemas.ts', 'zod'],
  ['src/contract/ipc-table.ts', './schemas.ts'],
  ['src/preload/index.ts', '../contract/ipc-table.ts'],
  ['src/preload/bridge.ts', 'electron'],
  ['src/broker/index.ts', 'node:net'],
  ['src/broker/hosts.ts', '../hosts-file/write.ts'],
  ['src/hosts-file/write.ts', 'node:fs'],
  ['src/hosts-file/change.ts', '../core/hosts/plan.ts'],
  ['src/hosts-file/order.ts', '../contract/broker.ts'],
  ['src/core/hosts/plan.ts', 'zod'],
  ['src/broker/timer.ts', '../scheduler/timer-process.ts'],
  ['src/scheduler/timer-process.ts', 'node:child_process'],
  ['src/scheduler/set.ts', '../core/schedule/describe.ts'],
  ['src/core/schedule/describe.ts', 'zod'],
  ['src/main/service.ts', 'node:fs'],
  ['src/main/index.ts', './electron/shell.ts'],
  ['src/main/electron/shell.ts', 'electron'],
  ['src/main/elevation/ask-with-prompt.ts', 'sudo-prompt'],
  ['src/contract/broker.ts', 'zod'],
  ['src/core/live-capture/filter.ts', '../pure.ts'],
  ['src/broker/with-contract.ts', '../contract/broker.ts'],
  ['src/broker/with-filter.ts', '../core/live-capture/filter.ts'],
  ['src/renderer/view.ts', '../core/pure.ts'],
  ['src/renderer/react.tsx', 'react'],
  ['src/cli/command.ts', '../main/service.ts'],
  ['scripts/tool.ts', 'node:fs'],
];

let root: string;
let result: LayersResult;

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'layers-')));
  symlinkSync(modulesFolder, join(root, 'node_modules'));
  for (const [file, imported] of [
    ...planted.map(([, file, imported]) => [file, imported] as const),
    ...innocent,
  ]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), `import * as other from '${imported}';\nexport const seen = other;\n`);
  }
  result = findCrossings(root, ['src']);
}, 60_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the walls', () => {
  it('are read at all', () => {
    expect(result.modules).toBeGreaterThan(planted.length);
  });

  it.each(planted)('%s stops %s from importing %s', (rule, file) => {
    expect(result.crossings.filter(({ from }) => from === file).map((crossing) => crossing.rule)).toContain(
      rule,
    );
  });

  it.each(innocent.filter(([file]) => !file.includes('circle')))('let %s import %s', (file) => {
    expect(result.crossings.filter(({ from }) => from === file)).toEqual([]);
  });

  it('each have a planted crossing here', () => {
    const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs').forbidden as readonly {
      name: string;
    }[];
    expect(new Set(planted.map(([rule]) => rule))).toEqual(new Set(rules.map(({ name }) => name)));
  });
});
