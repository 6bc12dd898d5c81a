// The walls: a folder says where its code can run, and an import that crosses a wall is a build error.
// Each wall has a planted crossing in scripts/layers.test.ts that must be caught.
'use strict';

const TESTS = '\\.(test|fake)\\.tsx?$';
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})/`;

/** Everything except what is listed. */
const onlyInto = (name, comment, from, allowed, more = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: TESTS },
  to: { pathNot: allowed, ...more },
});

module.exports = {
  forbidden: [
    onlyInto(
      'core-is-pure',
      'core runs anywhere: no node, no window, no package but zod and ipaddr.js',
      '^src/core/',
      ['^src/core/', '^src/contract/', npm('zod', 'ipaddr\\.js')],
    ),
    onlyInto(
      'wasm-knows-places',
      'what is compiled to WebAssembly knows where the numbers lie, and nothing that runs',
      '^src/wasm/',
      ['^src/wasm/', '^src/core/capture/(container-limits|log-line|memory-cells|session-row)\\.ts$'],
    ),
    {
      name: 'wasm-is-compiled',
      comment: 'AssemblyScript is no TypeScript: what it becomes is imported, not the source',
      severity: 'error',
      from: { pathNot: '^src/wasm/' },
      to: { path: '^src/wasm/' },
    },
    onlyInto(
      'contract-is-schemas',
      'contract holds the zod schemas of every border and nothing else',
      '^src/contract/',
      ['^src/contract/', npm('zod')],
    ),
    onlyInto(
      'preload-knows-names',
      'the preload knows Electron and the names of the calls',
      '^src/preload/',
      ['^src/preload/', '^src/contract/ipc-table\\.ts$', npm('electron')],
    ),
    onlyInto(
      'broker-is-small',
      'what runs as root is readable in one sitting: node, zod, its own contract and the pure functions made for it',
      '^src/broker/',
      [
        '^src/broker/',
        '^src/contract/broker(-frames)?\\.ts$',
        '^src/core/((live-capture|hosts)/|trace/tcp-trace\\.ts$)',
        '^src/hosts-file/',
        '^src/scheduler/timer-process\\.ts$',
        npm('zod'),
        '^(node:)?(child_process|crypto|fs|fs/promises|net|os|path|process|stream|stream/promises|timers/promises|util|events|buffer)$',
      ],
    ),
    onlyInto(
      'hosts-file-is-small',
      'what writes the hosts file, with or without rights: node, the pure change, and the types of the border',
      '^src/hosts-file/',
      [
        '^src/hosts-file/',
        '^src/core/hosts/',
        '^src/contract/broker\\.ts$',
        npm('zod'),
        '^(node:)?(child_process|crypto|fs|os|path)$',
      ],
    ),
    onlyInto(
      'scheduler-is-small',
      'what sets a timer, with or without rights: node, the pure descriptions, and the types of the border',
      '^src/scheduler/',
      [
        '^src/scheduler/',
        '^src/core/schedule/',
        '^src/contract/broker\\.ts$',
        '^(node:)?(child_process|fs|fs/promises|os|path)$',
      ],
    ),
    {
      name: 'renderer-stays-in-the-window',
      comment: 'the window knows core and contract; everything else goes through the bridge',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: TESTS },
      to: { path: '^(src/(?!renderer/|core/|contract/)|scripts/|e2e/|bench/)' },
    },
    {
      name: 'renderer-has-no-node',
      comment: 'the window is sandboxed: there is no node and no Electron in it',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-has-one-folder',
      comment: 'only src/main/electron (and the preload) may know Electron; everything else runs without it',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main/electron|preload)/' },
      to: { path: [npm('electron', 'electron-log', 'electron-store', 'electron-updater'), '^electron$'] },
    },
    {
      name: 'elevation-has-one-folder',
      comment: 'only src/main/elevation may ask for rights',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/elevation/' },
      to: { path: npm('sudo-prompt', '@vscode/sudo-prompt') },
    },
    {
      name: 'sudo-prompt-has-one-file',
      comment: 'one adapter hands a line to the system prompt, so that its template is the only one',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/elevation/ask-with-prompt\\.ts$' },
      to: { path: npm('sudo-prompt', '@vscode/sudo-prompt') },
    },
    {
      name: 'main-electron-is-the-rim',
      comment:
        'the shell is composed in main/index.ts and by itself; services, command line and broker never need it',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/main/electron/', '^src/main/index\\.ts$'] },
      to: { path: '^src/main/electron/' },
    },
    {
      name: 'main-knows-no-window',
      comment: 'main, command line and broker never import the window or the preload',
      severity: 'error',
      from: { path: '^src/(main|cli|broker)/' },
      to: { path: '^src/(renderer|preload)/' },
    },
    {
      name: 'nobody-imports-the-command-line',
      comment: 'the command line is a rim, like the window',
      severity: 'error',
      from: { path: '^src/(?!cli/)' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'product-knows-no-tools',
      comment: 'what ships never imports scripts, tests or benchmarks',
      severity: 'error',
      from: { path: '^src/', pathNot: TESTS },
      to: { path: '^(scripts|e2e|bench)/' },
    },
    {
      name: 'no-circles',
      comment: 'a circle of run-time imports starts in an order nobody chose',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-is-there',
      comment: 'an import that leads nowhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.css$' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
