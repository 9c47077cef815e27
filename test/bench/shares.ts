// What the time of a call goes to, part by part, as the page of a call tells it: of calls that come one after the other,
// so that none waits for another.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { timingParts } from '#renderer/call-detail/timing-parts.ts';
import type { CallDetail } from '#shared/model/call.ts';
import type { Server } from './processes.ts';
import { send } from './wrk.ts';

/** `us`: the mean over the calls. */
export type Share = Readonly<Record<'us' | 'share', number>> & { readonly part: string };

const warmUps = 300;
const calls = 200;

export async function sharesOf(data: string, server: Server, path: string): Promise<Share[]> {
  const ids: string[] = [];
  for (let at = 0; at < warmUps + calls; at++) {
    const answer = await send(server.url + path);
    await answer.arrayBuffer();
    if (at >= warmUps) ids.push(answer.headers.get('x-call-id') ?? '');
  }
  const spent = new Map<string, number>();
  for (const id of ids) {
    const call = await detailOf(data, id);
    const kinds = new Map(call.steps.map(({ name, kind }) => [name, kind]));
    for (const { label, fromMs, toMs } of timingParts(call, 0).parts) {
      const kind = kinds.get(label);
      const part = kind === undefined ? label : `${label}, ${kind}`;
      spent.set(part, (spent.get(part) ?? 0) + (toMs - fromMs));
    }
  }
  const all = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
  return [...spent].map(([part, ms]) => ({
    part,
    us: Math.round((ms * 1_000) / calls),
    share: Number((ms / all).toFixed(3)),
  }));
}

async function detailOf(data: string, id: string): Promise<CallDetail> {
  const { adminUrl } = JSON.parse(readFileSync(join(data, 'service.json'), 'utf8')) as { adminUrl: string };
  const token = readFileSync(join(data, 'admin-token'), 'utf8').trim();
  const answer = await fetch(`${adminUrl}/api/calls/${id}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return (await answer.json()) as CallDetail;
}
