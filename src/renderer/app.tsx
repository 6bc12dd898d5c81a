import { useEffect, useState } from 'react';
import type { AppInfo } from '../contract/app-ipc.ts';
import { bridge } from './bridge.ts';

/** Shows that the window, the border and the main process work together. */
export const App = () => {
  const [info, setInfo] = useState<AppInfo>();
  useEffect(() => {
    void bridge.app.info().then((result) => result.ok && setInfo(result.value));
  }, []);
  return (
    <main>
      <h1>Bitbucket Reset Doctor</h1>
      {info && (
        <p role="status">
          {info.version} · Electron {info.electron} · Chromium {info.chrome}
        </p>
      )}
    </main>
  );
};
