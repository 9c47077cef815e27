import type { ConnectionOptions } from 'node:tls';
import type { Agent } from 'undici';
import type { Destinations } from '#main/ports/run.ts';
import { createGuardedAgent } from './guarded-agent.ts';

/** What a request asks of its connection. */
export interface ConnectionWish {
  readonly connectTimeoutMs: number;
  readonly tls: { readonly options: ConnectionOptions; readonly origins: readonly string[] } | null;
}

const maxAgents = 100;

let judgedBy: Destinations | null = null;
const agents = new Map<string, Agent>();

/**
 * One agent for each wish, so that connections are used again; new ones where the rules have changed, since kept
 * connections were judged by the old.
 */
export function agentFor(destinations: Destinations, wish: ConnectionWish): Agent {
  if (judgedBy !== destinations) {
    for (const key of agents.keys()) drop(key);
    judgedBy = destinations;
  }
  const key = JSON.stringify([wish.connectTimeoutMs, wish.tls]);
  const known = agents.get(key);
  if (known !== undefined) return known;
  const [oldest] = agents.keys();
  if (agents.size >= maxAgents && oldest !== undefined) drop(oldest);
  const agent = createGuardedAgent(destinations, wish);
  agents.set(key, agent);
  return agent;
}

/** What is under way ends first. */
function drop(key: string): void {
  void agents.get(key)?.close();
  agents.delete(key);
}
