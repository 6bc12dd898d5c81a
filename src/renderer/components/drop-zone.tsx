import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../store/app-store.ts';
import { openDropped } from './open-dropped.ts';

/** Captures, or traces where those are wanted, can be dropped anywhere on the window; the cover says so while something is being dragged over it. */
export const DropZone = () => {
  const { t } = useTranslation();
  const takesTraces = useApp((state) => state.step === 'diagnose');
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Text that is dragged into a field is the field's business.
    const carriesFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent) => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!carriesFile(event)) return;
      event.preventDefault();
      void openDropped([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragover', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragover', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return over ? (
    <div className="drop-cover" role="status">
      {t(takesTraces ? 'frame.dropTrace' : 'frame.dropHere')}
    </div>
  ) : null;
};
