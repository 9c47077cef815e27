// Gathers the calls that fail, as they are announced: one comparison for each change of a call, one count for each failure.
import type { CallState } from '#shared/model/call.ts';
import type { FailedCalls } from './finding.ts';

/** What is looked at of a call; a picture of it is made for nobody. */
export interface AnnouncedCall {
  readonly id: string;
  readonly state: CallState;
  readonly integrationId: string | null;
  readonly integration: string | null;
  /** `code/name`, with `#key` where ordered by one. */
  readonly lane: string | null;
  /** The mark of the notification that led to it; left out where that is not known. */
  readonly notification?: string | null;
}

export interface Failures {
  saw(call: AnnouncedCall, receivedAtMs: number): void;
  /** So many failed of which no more is known. */
  cutOff(count: number): void;
  /** Those since they were last taken, by integration. */
  take(): FailedCalls[];
  /** Integrations whose calls failed that notifications had led to, until one of them went well. */
  looped(): readonly string[];
  forgetLooped(): void;
}

/** `isOwn`: whether it is the mark of a notification of this installation. */
export function createFailures(isOwn: (mark: string) => boolean): Failures {
  const looped = new Map<string, string>();
  let gathered = new Map<string, FailedCalls>();
  return {
    saw({ id, state, integrationId, integration, lane, notification = null }, receivedAtMs) {
      if (notification !== null && state === 'succeeded') looped.delete(integrationId ?? '');
      if ((state !== 'failed' && state !== 'interrupted') || integrationId === null || integration === null)
        return;
      // Each word of it would bring about the next.
      if (notification !== null && isOwn(notification)) return void looped.set(integrationId, integration);
      const known = gathered.get(integrationId);
      gathered.set(integrationId, {
        integrationId,
        address: lane?.split('#', 1)[0] ?? integration,
        integration,
        count: (known?.count ?? 0) + 1,
        lastId: id,
        times: {
          sinceMs: Math.min(known?.times?.sinceMs ?? Infinity, receivedAtMs),
          untilMs: Math.max(known?.times?.untilMs ?? 0, receivedAtMs),
        },
      });
    },
    cutOff(count) {
      if (count > 0)
        gathered.set('', {
          integrationId: null,
          address: '',
          integration: '',
          count,
          lastId: null,
          times: null,
        });
    },
    looped: () => [...looped.values()],
    forgetLooped: () => looped.clear(),
    take() {
      const taken = [...gathered.values()];
      gathered = new Map();
      return taken;
    },
  };
}
