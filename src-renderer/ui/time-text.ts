const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const wholeDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** A moment as a list shows it: the clock to the millisecond, with the day where it is not today's. */
export function timeText(iso: string, now: Date): string {
  const at = new Date(iso);
  const isToday = at.toDateString() === now.toDateString();
  return isToday ? clock.format(at) : `${dayAndMonth.format(at)} ${clock.format(at)}`;
}

/** A moment in full, in this machine's time zone. */
export function momentText(iso: string): string {
  const at = new Date(iso);
  return `${wholeDay.format(at)}, ${clock.format(at)}`;
}
