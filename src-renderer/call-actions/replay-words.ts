import { formatCount, formatNumberOf } from '#renderer/ui/format.ts';
import type { Replay, ReplayPlan } from '#shared/model/replay.ts';

const are = (count: number): string => (count === 1 ? 'One is' : `${formatCount(count)} are`);

/** What is passed over, and why; empty where that is nothing. */
export function leftOutWords({ refused, open }: Pick<ReplayPlan, 'refused' | 'open'>): string {
  return [
    refused === 0 ? '' : `${are(refused)} left out: refused calls were kept without their body.`,
    open === 0 ? '' : `${are(open)} left out: ${open === 1 ? 'it has' : 'they have'} not ended yet.`,
  ]
    .filter((words) => words !== '')
    .join(' ');
}

/** How far a replay has come. */
export function replayWords({ state, total, sent, leftOut, lastProblem, waitsFor }: Replay): string {
  const words = { running: 'Replay', done: 'Replay done', stopped: 'Replay stopped' }[state];
  const left = leftOut === 0 ? '' : ` ${formatCount(leftOut)} left out: ${lastProblem ?? ''}`;
  const waits = waitsFor === null ? '' : ` It waits: ${waitsFor}`;
  return `${words}: ${formatCount(sent)} of ${formatCount(total)} sent.${left}${waits}`;
}

/** What is worth an interruption: that it has begun, each tenth of it, and its end. */
export function replayNews(replay: Replay): string {
  const { state, total, sent, leftOut } = replay;
  if (state !== 'running') return replayWords(replay);
  const tenths = total === 0 ? 0 : Math.floor((10 * (sent + leftOut)) / total);
  return tenths === 0
    ? `A replay of ${formatNumberOf(total, 'call')} has begun.`
    : `Replay: ${10 * tenths} % of ${formatNumberOf(total, 'call')}.`;
}
