import type { AppBridge } from '../src/contract/app-ipc.ts';

declare global {
  interface Window {
    readonly app: AppBridge;
  }
}
