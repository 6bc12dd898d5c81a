import { assertNever } from '../../../../core/assert-never.ts';
import { type LivePhase, useLive } from '../../../store/live-store.ts';
import { ByHandView } from './by-hand-view.tsx';
import { NoRightsView } from './no-rights-view.tsx';
import { PlanView } from './plan-view.tsx';
import { RunningView } from './running-view.tsx';
import { WaitingView } from './waiting-view.tsx';

/** A recording from the card before it to its end; what it found is shown like any other file. */
export const LiveView = ({ phase }: { readonly phase: Exclude<LivePhase, 'off'> }) => {
  const isByHand = useLive((state) => state.plan?.way.kind === 'manual');
  switch (phase) {
    case 'plan':
      return isByHand ? <ByHandView /> : <PlanView />;
    case 'by-hand':
      return <ByHandView />;
    case 'waiting':
      return <WaitingView />;
    case 'no-rights':
      return <NoRightsView />;
    case 'running':
    case 'stopping':
      return <RunningView />;
    default:
      return assertNever(phase);
  }
};
