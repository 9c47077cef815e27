import type { ConnectionKind } from './connection.ts';

/** The kinds of connection that a kind of step goes over, where it goes over any. */
export const connectionKindsOf = {
  sql: ['sqlite', 'postgresql', 'mysql', 'sqlServer'],
  email: ['smtp'],
  httpRequest: ['http'],
} as const satisfies Readonly<Record<string, readonly ConnectionKind[]>>;
