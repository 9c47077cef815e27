// A producer: sends, waits to be heard, sends again. It lives through every death of the service.
import { setTimeout as sleep } from 'node:timers/promises';
import { between, type Random } from '#test/support/random.ts';
import type { Ledger } from './ledger.ts';
import { hashOf } from './read-rows.ts';

export interface ProducerOptions {
  readonly name: string;
  readonly lane: string;
  /** Of the endpoint. */
  readonly path: string;
  /** Asks again with the same key until it is heard. */
  readonly asksAgain: boolean;
  /** How many keys its calls are spread over, where the lane is ordered by one. */
  readonly orderKeys: number;
  /** Rests this long at most between two calls, so that the lanes can keep up. */
  readonly longestRestMs: number;
  readonly ledger: Ledger;
  readonly random: Random;
  /** Resolves with the address when there is a service. */
  url(): Promise<string>;
  isOver(): boolean;
  onAck(): void;
}

const largestBodyBytes = 300 * 1024;

/** Most are small; one in thirty is large, and many of those go to a file. */
function makeBody(random: Random): Uint8Array<ArrayBuffer> {
  const most = random() < 1 / 30 ? largestBodyBytes : random() < 0.2 ? 16 * 1024 : 512;
  return Uint8Array.from({ length: between(random, 0, most) }, () => between(random, 0, 255));
}

export async function produce(options: ProducerOptions): Promise<void> {
  const { name, random, asksAgain, isOver } = options;
  for (let number = 0; !isOver(); number++) {
    const call = {
      cid: `${name}-${number}`,
      orderKey: `k${between(random, 1, options.orderKeys)}`,
      body: makeBody(random),
    };
    // One that asks again does not stop before it was heard.
    while ((await send(call, options)) === 'unknown' && asksAgain) await sleep(20);
    await sleep(between(random, 0, options.longestRestMs));
  }
}

interface Call {
  readonly cid: string;
  readonly orderKey: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

async function send({ cid, orderKey, body }: Call, options: ProducerOptions): Promise<'heard' | 'unknown'> {
  const { ledger, lane, path, name: producer, asksAgain } = options;
  const address = `${await options.url()}${path}?cid=${cid}&key=${orderKey}`;
  ledger.add({ kind: 'send', cid, lane, producer, orderKey, bodyHash: hashOf(body) });
  try {
    const answer = await fetch(address, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/octet-stream',
        ...(asksAgain ? { 'idempotency-key': cid } : {}),
      },
    });
    const text = await answer.text();
    if (answer.status === 202) {
      ledger.add({ kind: 'ack', cid, id: (JSON.parse(text) as { callId: string }).callId });
      options.onAck();
    } else ledger.add({ kind: 'refused', cid, status: answer.status });
    return 'heard';
  } catch (error) {
    ledger.add({ kind: 'unknown', cid, why: error instanceof Error ? error.message : String(error) });
    return 'unknown';
  }
}
