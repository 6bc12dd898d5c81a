import { useCallback, useEffect, useRef } from 'react';

/**
 * Writes a text a moment after the last keystroke, and at once when its field goes away or the window closes.
 * Gives the way to write now, for what must not run ahead of it.
 */
export function useDelayedWrite(
  text: string,
  isWritten: (text: string) => boolean,
  write: (text: string) => Promise<void>,
  delayMs: number,
): () => Promise<void> {
  const latest = useRef({ text, isWritten, write });
  latest.current = { text, isWritten, write };
  const writeNow = useCallback(async () => {
    const now = latest.current;
    if (!now.isWritten(now.text)) await now.write(now.text);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what starts the clock again
  useEffect(() => {
    const timer = setTimeout(() => void writeNow(), delayMs);
    return () => clearTimeout(timer);
  }, [text, delayMs, writeNow]);
  useEffect(() => {
    const leave = () => void writeNow();
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [writeNow]);
  return writeNow;
}
