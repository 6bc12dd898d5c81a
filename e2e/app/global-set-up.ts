import { prepareStage, removeStage } from './stage.ts';
import { startVirtualDisplay } from './virtual-display.ts';

/** Runs once before all tests; what it gives back runs once after them. The workers read both from the environment. */
const globalSetUp = async (): Promise<() => void> => {
  const stage = prepareStage();
  const display = process.platform === 'linux' ? await startVirtualDisplay() : undefined;
  if (display) process.env.DISPLAY = display.name;
  if (process.platform === 'linux' && !process.env.DISPLAY) {
    throw new Error('there is no display and no Xvfb: install xvfb (apt-get install xvfb) and run again');
  }
  process.env.E2E_STAGE = JSON.stringify(stage);
  return () => {
    display?.close();
    removeStage(stage);
  };
};

// biome-ignore lint/style/noDefaultExport: Playwright loads the default export
export default globalSetUp;
