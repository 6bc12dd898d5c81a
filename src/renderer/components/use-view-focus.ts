import { useEffect, useRef } from 'react';

/**
 * A new view begins at its heading, for eyes, keyboard and screen readers: `view` names what is on screen, and when
 * it changes the heading of `main` takes the focus. Null before there is anything on screen.
 */
export function useViewFocus(view: string | null) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef<string | null>(null);
  useEffect(() => {
    const before = shown.current;
    shown.current = view;
    // The first view after the start keeps the focus where the system put it.
    if (before === null || before === view) return;
    focusHeading(main.current);
  }, [view]);
  return main;
}

/** Gives the focus to the first heading inside, and shows it from its top. */
function focusHeading(main: HTMLElement | null): void {
  if (main === null) return;
  main.scrollTo(0, 0);
  main.scrollIntoView({ block: 'start' });
  const heading = main.querySelector<HTMLElement>('h1');
  if (heading === null) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** The heading of the step on screen takes the focus back from something that has just gone, such as a message. */
export const focusStep = (): void => focusHeading(document.querySelector<HTMLElement>('main'));
