import type { LaneSummary } from '#shared/model/lane.ts';
import type { Pulse } from './pulse.ts';

/** `off`: nobody answers; the others as their names say, what needs a person before the rest. */
export type TrayState = 'listening' | 'failing' | 'held' | 'off';

export interface TrayWords {
  readonly state: TrayState;
  /** One line for each thing to know, the gravest first. */
  readonly lines: readonly string[];
}

/** Once the engine has ended: what puts an update in place takes its time. */
export const endedWords: TrayWords = {
  state: 'off',
  lines: ['No calls are received any more: Hookline ends.'],
};

/** `failed`: calls that failed since somebody last looked. */
export function trayWords({ status, lanes }: Pulse, failed: number): TrayWords {
  if (status === null) return { state: 'off', lines: ['The service does not answer.'] };
  const { listeners, alarms, recovery } = status;
  const forCalls = listeners.filter(({ kind }) => kind !== 'admin');
  const up = forCalls.filter((listener) => listener.up);
  const held = lanes.filter(isHeld);
  const grave = [
    ...(recovery === null ? [] : [recovery.problem.text]),
    ...forCalls.flatMap(({ problem }) => problem?.text ?? []),
    ...(forCalls.length === 0 && recovery === null ? ['Nobody can call: no listener is on.'] : []),
    ...alarms.map(({ text }) => text),
    ...(failed === 0 ? [] : [`${counted(failed, 'call')} failed.`]),
  ];
  const lines = [
    ...grave,
    ...(held.length === 0 ? [] : [`${counted(held.length, 'lane')} held.`]),
    ...(up.length === 0 ? [] : [`Receiving at ${up.map(({ url }) => url).join(' and ')}`]),
    workLine(lanes),
  ];
  return { state: grave.length > 0 ? 'failing' : held.length > 0 ? 'held' : 'listening', lines };
}

export const isHeld = ({ hold, heldKeys }: LaneSummary): boolean => hold?.kind === 'hold' || heldKeys > 0;

export const sumOf = (lanes: readonly LaneSummary[], of: 'running' | 'waiting'): number =>
  lanes.reduce((sum, lane) => sum + lane[of], 0);

const workLine = (lanes: readonly LaneSummary[]): string => {
  const [running, waiting] = [sumOf(lanes, 'running'), sumOf(lanes, 'waiting')];
  return running + waiting === 0
    ? 'No call is open.'
    : `${counted(running, 'call')} running, ${waiting} waiting`;
};

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
