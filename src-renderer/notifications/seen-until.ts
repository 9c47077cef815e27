// Until when somebody has looked, kept in this browser: what one has read another may not have.
const name = 'hookline.notifications.seen';

export function readSeen(): number {
  try {
    return Number(localStorage.getItem(name) ?? 0) || 0;
  } catch {
    return 0;
  }
}

export function keepSeen(untilMs: number): void {
  try {
    localStorage.setItem(name, String(untilMs));
  } catch {
    // The browser keeps nothing for this page; it holds until the page is left.
  }
}
