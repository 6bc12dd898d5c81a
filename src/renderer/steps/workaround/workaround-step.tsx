import { useWorkaround } from '../../store/workaround-store.ts';
import { ActiveView } from './active-view.tsx';
import { ChangeByHandView } from './change-by-hand-view.tsx';
import { ChangeView } from './change-view.tsx';
import { ChooseView } from './choose-view.tsx';
import { NotPermittedView } from './not-permitted-view.tsx';
import { WritingView } from './writing-view.tsx';

/** The temporary override: choose, see the change, have it made, prove it, take it off. */
export const WorkaroundStep = () => {
  const phase = useWorkaround((state) => state.phase);
  const active = useWorkaround((state) => (state.state?.hosts?.block ?? null) !== null);
  switch (phase) {
    case 'plan':
      return <ChangeView />;
    case 'by-hand':
      return <ChangeByHandView />;
    case 'waiting':
      return <WritingView />;
    case 'no-rights':
      return <NotPermittedView />;
    default:
      return active ? <ActiveView /> : <ChooseView />;
  }
};
