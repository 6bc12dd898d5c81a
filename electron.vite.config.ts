import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { appIpc } from './src/contract/app-ipc.ts';
import { namesOf } from './src/contract/ipc-table.ts';

const source = (path: string) => resolve(import.meta.dirname, 'src', path);

/** Bundled CommonJS with everything inside: a sandboxed preload needs that, and the package ships no node_modules. */
const bundledCommonJs = (outDir: string, input: Record<string, string>) => ({
  outDir,
  target: 'node18',
  externalizeDeps: false,
  minify: false,
  sourcemap: false,
  rollupOptions: {
    input,
    output: { format: 'cjs' as const, entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
  },
});

export default defineConfig({
  main: {
    build: bundledCommonJs('out/main', {
      index: source('main/index.ts'),
      'analysis-worker': source('main/analysis-worker.ts'),
      'live-worker': source('main/live-worker.ts'),
      'report-worker': source('main/report-worker.ts'),
    }),
  },
  preload: {
    define: { __IPC_NAMES__: JSON.stringify(namesOf(appIpc)) },
    build: bundledCommonJs('out/preload', { index: source('preload/index.ts') }),
  },
  renderer: {
    root: source('renderer'),
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      target: 'chrome114',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: source('renderer/index.html') },
    },
  },
});
