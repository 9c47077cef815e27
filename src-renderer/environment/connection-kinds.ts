// The kinds of connection, as the schema has them: what the form offers and what a new one begins with.
import type { z } from 'zod';
import { initialOf, kindOf } from '#renderer/ui/schema-fields.ts';
import { type ConnectionInput, type ConnectionKind, connectionSchemas } from '#shared/model/connection.ts';

export const connectionKinds: readonly { readonly kind: ConnectionKind; readonly title: string }[] =
  connectionSchemas.map((schema) => ({ ...kindOf(schema), kind: schema.shape.kind.value }));

export const connectionTitle = (kind: string): string =>
  connectionKinds.find((one) => one.kind === kind)?.title ?? kind;

export function connectionSchema(kind: ConnectionKind): z.ZodObject {
  const found = connectionSchemas.find(({ shape }) => shape.kind.value === kind);
  if (found === undefined) throw new Error(`The connection kind ${kind} is not in the schema.`);
  return found;
}

/** One to be filled in; it keeps the name that was typed. */
export function newConnection(kind: ConnectionKind, name = ''): ConnectionInput {
  const connection: unknown = { ...initialOf(connectionSchema(kind)), name };
  return connection as ConnectionInput;
}
