import type { AppBridge } from '../contract/app-ipc.ts';

declare global {
  interface Window {
    readonly app: AppBridge;
  }
}

/** The only door out of the window. */
export const bridge: AppBridge = window.app;
