import { type RefObject, useEffect, useRef } from 'react';
import { useLocation, useSearch } from 'wouter';

/** The heading that `?part=` in the address leads to: brought in sight, with the focus, and kept there until it is left. */
export function useLanding(part: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const [place, navigate] = useLocation();
  const isAsked = new URLSearchParams(useSearch()).get('part') === part;
  useEffect(() => {
    if (!isAsked) return;
    if (heading.current !== null) landOn(heading.current);
    // Followed once more, the same link leads here again.
    navigate(place, { replace: true });
  }, [isAsked, place, navigate]);
  return heading;
}

/** What stands above may come later, and would push it out of sight. */
function landOn(heading: HTMLElement): void {
  const land = () => heading.scrollIntoView({ block: 'start' });
  land();
  heading.focus({ preventScroll: true });
  const growing = new ResizeObserver(land);
  for (const part of heading.closest('section')?.parentElement?.children ?? []) growing.observe(part);
  const leave = () => growing.disconnect();
  heading.addEventListener('blur', leave, { once: true });
  for (const act of ['wheel', 'pointerdown', 'keydown']) addEventListener(act, leave, { once: true });
}
