import type { Alarm } from '#shared/model/setting.ts';

/** What a person should look at, as long as it lasts. Any part may raise its own codes. */
export interface Alarms {
  /** Raises an alarm, or changes its words; null ends it. */
  set(code: Alarm['code'], text: string | null): void;
  list(): Alarm[];
}

/** `now`: milliseconds since 1970. */
export function createAlarms(now: () => number): Alarms {
  const raised = new Map<Alarm['code'], Alarm>();
  return {
    set(code, text) {
      const since = raised.get(code)?.since ?? new Date(now()).toISOString();
      if (text === null) raised.delete(code);
      else raised.set(code, { code, text, since });
    },
    list: () => [...raised.values()],
  };
}
