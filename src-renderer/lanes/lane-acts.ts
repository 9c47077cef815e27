// What may be done to a lane, what it means, and why it cannot be done now. Pure.
import type { Hold, WaitingCall } from '#shared/model/lane.ts';

export type LaneAct = 'hold' | 'resume' | 'retry' | 'skip' | 'drain';

export interface Situation {
  readonly hold: Hold | null;
  /** Of all lanes of the integration, where this is one of several. */
  readonly holdOfAll: Hold | null;
  readonly head: WaitingCall | undefined;
}

/** Why it makes no sense now; null where it does. */
export function reasonAgainst(act: LaneAct, { hold, holdOfAll, head }: Situation): string | null {
  switch (act) {
    case 'hold':
      return hold?.kind === 'hold' && hold.until === 'resumed' ? 'It is held already.' : null;
    case 'resume':
      if ((hold ?? holdOfAll)?.until === 'readable')
        return 'It goes on by itself when its secrets can be read.';
      if (hold !== null) return null;
      return holdOfAll === null
        ? 'It is not held.'
        : 'All lanes of the integration are stopped: resume those.';
    case 'retry':
      if (isLeftBehind({ hold, head })) return leftBehind;
      if (head === undefined) return 'No call waits.';
      return head.problem === null ? 'The first call has not failed.' : null;
    case 'skip':
      if (isLeftBehind({ hold, head })) return leftBehind;
      return head === undefined ? 'No call waits.' : null;
    case 'drain':
      return hold?.kind === 'drain' ? 'It is drained already.' : null;
  }
}

/** What stopped the lane has ended, so that the head is another call, which has done nothing. */
const isLeftBehind = ({ hold, head }: Pick<Situation, 'hold' | 'head'>): boolean =>
  hold !== null && hold.callId !== null && hold.callId !== head?.id;
const leftBehind = 'The call that stopped the lane has ended already: resume the lane to go on.';

interface ActWords {
  readonly label: string;
  /** What comes of it. */
  readonly text: (head: WaitingCall | undefined) => string;
  /** It breaks the order, so that somebody will ask why. */
  readonly needsNote: boolean;
}

const numberOf = (head: WaitingCall | undefined): string =>
  head === undefined ? 'The head' : `Call number ${head.laneSequence}`;

export const actWords: Readonly<Record<LaneAct, ActWords>> = {
  hold: {
    label: 'Hold',
    text: () =>
      'Nothing more is started until somebody resumes it. Calls are accepted and wait; what runs goes on.',
    needsNote: false,
  },
  resume: {
    label: 'Resume',
    text: () => 'Calls are accepted and started again, the head first.',
    needsNote: false,
  },
  retry: {
    label: 'Retry head',
    text: (head) => `${numberOf(head)} is tried again at once, with all its attempts before it.`,
    needsNote: false,
  },
  skip: {
    label: 'Skip head',
    text: (head) => `${numberOf(head)} ends as failed and is not tried again. The next one starts.`,
    needsNote: true,
  },
  drain: {
    label: 'Drain',
    text: () => 'What waits is run. Callers are answered 503 until somebody resumes it.',
    needsNote: false,
  },
};
