import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExecutionOutcome, Rehearsal } from '#main/ports/run.ts';
import type { RunPool } from '#main/run/pool.ts';
import type { DryRunStep } from '#shared/model/dry-run.ts';
import { type Peer, startPeer } from '#test/support/peer.ts';
import { requestOf, resultOf, startPool } from './run-workflow.ts';

let pool: RunPool;
let peer: Peer;

beforeAll(async () => {
  pool = startPool({ size: 0, extra: 1 });
  peer = await startPeer(() => ({ stock: 7 }));
});
afterAll(async () => {
  await pool.close();
  await peer.close();
});

const rehearse = (
  steps: Parameters<typeof requestOf>[0],
  rehearsal: Partial<Rehearsal> = {},
): Promise<ExecutionOutcome> =>
  pool.execute(
    {
      ...requestOf(steps, { body: '{"sku":"A1"}', dataProcessing: '{ "sku": body.sku }' }),
      rehearsal: { send: [], typed: {}, captured: {}, ...rehearsal },
    },
    () => undefined,
  );

const shown = ({ stepsJson }: ExecutionOutcome) =>
  (JSON.parse(stepsJson) as DryRunStep[]).map(({ name, state, input, output, standIn }) => ({
    name,
    state,
    input: input === null ? null : (JSON.parse(input) as unknown),
    output: output === null ? null : (JSON.parse(output) as unknown),
    standIn,
  }));

const ask = () => ({
  name: 'ask',
  kind: 'httpRequest' as const,
  method: 'POST' as const,
  url: `${peer.url}/stock/{{ input.sku }}`,
  headers: { authorization: 'Bearer secret' },
  body: { from: 'input' },
});

test('a dry run shows what a step would send, filled in and without secrets, and sends nothing', async () => {
  const before = peer.received.length;
  const outcome = await rehearse([
    ask(),
    { name: 'rest', kind: 'delay', seconds: 3600 },
    { name: 'last', kind: 'transform', expression: '$exists(steps.ask) ? "known" : "unknown"' },
  ]);
  expect(outcome.problem).toBe(null);
  expect(outcome.inputJson).toBe('{"sku":"A1"}');
  expect(shown(outcome)).toEqual([
    {
      name: 'ask',
      state: 'succeeded',
      input: {
        method: 'POST',
        url: `${peer.url}/stock/A1`,
        headers: { authorization: '(hidden)' },
        body: { sku: 'A1' },
      },
      output: null,
      standIn: 'nothing',
    },
    { name: 'rest', state: 'succeeded', input: { seconds: 3600 }, output: null, standIn: 'nothing' },
    { name: 'last', state: 'succeeded', input: expect.anything(), output: 'unknown', standIn: null },
  ]);
  expect(peer.received.length).toBe(before);
});

test('the steps after it see what somebody typed, or else what the step gave when the call was real', async () => {
  const look = { name: 'look', kind: 'transform' as const, expression: 'steps.ask.body.stock' };
  const captured = { ask: { status: 200, body: { stock: 3 } } };
  const from = async (rehearsal: Partial<Rehearsal>) => {
    const outcome = await rehearse([ask(), look], rehearsal);
    return { result: resultOf(outcome), standIns: shown(outcome).map(({ standIn }) => standIn) };
  };
  expect(await from({ captured })).toEqual({ result: 3, standIns: ['captured', null] });
  expect(await from({ captured, typed: { ask: { body: { stock: 5 } } } })).toEqual({
    result: 5,
    standIns: ['typed', null],
  });
});

test('a step that is to be sent is sent, and those beside it are not', async () => {
  const before = peer.received.length;
  const outcome = await rehearse([ask(), { ...ask(), name: 'again' }], { send: ['again'] });
  expect(shown(outcome).map(({ name, standIn, output }) => [name, standIn, output])).toEqual([
    ['ask', 'nothing', null],
    ['again', null, { status: 200, headers: expect.anything(), body: { stock: 7 } }],
  ]);
  expect(peer.received.slice(before).map(({ url }) => url)).toEqual(['/stock/A1']);
});

test('a dry run fails where the workflow would', async () => {
  const outcome = await rehearse([{ ...ask(), url: 'nowhere' }]);
  expect(outcome.problem?.reason).toBe('ask: "nowhere" is no http or https address.');
});

test('a dry run does not wait to try a step again', async () => {
  const retry = { attempts: 2, waitSeconds: [3600] };
  const outcome = await rehearse([{ ...ask(), url: 'nowhere', retry, timeoutSeconds: 5 }]);
  expect(JSON.parse(outcome.stepsJson)).toMatchObject([{ state: 'failed' }]);
  expect(outcome.stepsJson).not.toContain('"attempts"');
});
