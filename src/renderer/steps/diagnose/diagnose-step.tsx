import { useDiagnose } from '../../store/diagnose-store.ts';
import { ChooseView } from './choose-view.tsx';
import { ResultView } from './result-view.tsx';
import { RunningView } from './running-view.tsx';

/** Measure live what resets the connections: choose how thoroughly, watch it, read what came of it. */
export const DiagnoseStep = () => {
  const running = useDiagnose((state) => state.running);
  const result = useDiagnose((state) => state.result);
  const again = useDiagnose((state) => state.again);
  if (running !== null) return <RunningView running={running} />;
  if (result !== null && !again) return <ResultView result={result} />;
  return <ChooseView />;
};
