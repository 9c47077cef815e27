import { answerOptions } from './call/answer-options.ts';
import { problemAnswer } from './call/answers.ts';
import { handleCall, type CallDeps } from './call/handle-call.ts';
import { handleStatus } from './call/handle-status.ts';
import type { IncomingCall } from './call/incoming-call.ts';
import type { WebhookDeps } from './webhook/server.ts';
import { problem } from '#shared/problem.ts';

/** What the edge asks about a request, answered by the room of calls; nothing is taken while somebody has to decide about damage. */
export function answerCalls(
  deps: CallDeps,
  { isDamaged, received }: { isDamaged(): boolean; received(): void },
): Pick<WebhookDeps, 'handle' | 'handleStatus' | 'refuse' | 'tellOptions'> {
  const inRecovery = (call: IncomingCall) =>
    Promise.resolve(problemAnswer(call, problem('in_recovery', { retryAfterSeconds: 60 })));
  return {
    handle(call) {
      received();
      return isDamaged() ? inRecovery(call) : handleCall(call, deps);
    },
    handleStatus: (call, code, name, callId) =>
      isDamaged() ? inRecovery(call) : handleStatus(call, { code, name, callId }, deps),
    refuse(call, why) {
      received();
      const answer = problemAnswer(call, why);
      deps.refusals.keep(call, { problem: why, answer }, null);
      return answer;
    },
    tellOptions: (call, at) => answerOptions(call, at, deps),
  };
}
