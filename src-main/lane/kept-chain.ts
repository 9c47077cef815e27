import type { HeaderList } from '#main/ports/run.ts';
import { type CallChain, callsHeader, notificationHeader, readChain } from '#shared/call-chain.ts';

/** What led to a call, by its headers as they were kept. */
export function keptChain(headersJson: string): CallChain {
  // Nearly no call has them, and reading the headers of all of them would cost.
  const lower = headersJson.toLowerCase();
  if (!lower.includes(callsHeader) && !lower.includes(notificationHeader)) return none;
  const headers = JSON.parse(headersJson) as HeaderList;
  return readChain((sought) => headers.find(([name]) => name.toLowerCase() === sought)?.[1]);
}

const none: CallChain = { depth: 0, calls: [], notification: null };
