// The OpenAPI 3.1 document of one integration, or of all that a consumer may call. No secret is in it. Pure.
import type { BodySchema } from '../model/body-contract.ts';
import { endpointPath, statusPath } from '../model/address.ts';
import type { Consumer } from '../model/consumer.ts';
import type { Integration } from '../model/integration.ts';
import type { Method } from '../model/trigger.ts';
import { hasBodyByRule } from '../samples/sample-of.ts';
import { bodyOf, queryParameter, requestHeaders } from './openapi-request.ts';
import { problemSchemas, responsesOf, sharedSchemas, statusResponses } from './openapi-responses.ts';
import { placedSchema } from './body-schema.ts';
import { basesFor, hereOnly, type Place } from './place.ts';
import { securityOf, type SecurityScheme } from './security.ts';

/** JSON; its shape is that of https://spec.openapis.org/oas/v3.1.1.html. */
export type OpenapiDocument = Record<string, unknown>;

interface About {
  readonly title: string;
  readonly version: string;
  readonly description: string;
}

export const integrationOpenapi = (integration: Integration, place: Place): OpenapiDocument =>
  openapiOf([integration], place, {
    title: integration.name,
    version: String(integration.version),
    description: described(
      `Version ${integration.version}, saved on ${integration.savedAt.slice(0, 10)}. ${madeBy(place)}`,
      place,
    ),
  });

/** Its version is that of all of its integrations: whichever is saved, the sum is another one. */
export const consumerOpenapi = (
  { label }: Pick<Consumer, 'label'>,
  integrations: readonly Integration[],
  place: Place,
): OpenapiDocument =>
  openapiOf(integrations, place, {
    title: `What ${label} may call`,
    version: String(integrations.reduce((sum, { version }) => sum + version, 0)),
    description: described(madeBy(place), place),
  });

const described = (words: string, place: Place): string => {
  const word = hereOnly(place);
  return word === null ? words : `${word} ${words}`;
};

const madeBy = ({ version }: Place): string => `Made by Hookline ${version}.`;

function openapiOf(integrations: readonly Integration[], place: Place, about: About): OpenapiDocument {
  const names = freeNames(integrations);
  const schemes = new Map<string, SecurityScheme>();
  const paths: Record<string, unknown> = {};
  const schemas: Record<string, unknown> = { ...sharedSchemas };
  for (const integration of integrations) {
    const { trigger } = integration;
    const name = names.get(integration) ?? integration.name;
    const bases = basesFor(place, integration);
    const around = {
      ...(bases.length === 0 || bases.length === place.baseUrls.length
        ? {}
        : { servers: bases.map((url) => ({ url })) }),
    };
    const schemaName = trigger.bodySchema === null ? null : `${schemaWord(name)}-body`;
    if (trigger.bodySchema !== null && schemaName !== null) {
      schemas[schemaName] = placedSchema(trigger.bodySchema, `#/components/schemas/${schemaName}`);
    }
    Object.assign(schemas, problemSchemas(trigger.errors));
    const security = registered(securityOf(integration), schemes);
    const operations = trigger.methods.map((method) => [
      method.toLowerCase(),
      operation(integration, method, { name, schemaName, security }),
    ]);
    paths[endpointPath(integration)] = { ...around, ...Object.fromEntries(operations) };
    paths[statusPath(integration, '{callId}')] = {
      ...around,
      get: statusOperation(integration, name, security),
    };
  }
  return {
    openapi: '3.1.1',
    info: about,
    ...(place.baseUrls.length === 0 ? {} : { servers: place.baseUrls.map((url) => ({ url })) }),
    tags: integrations.map((one) => ({ name: names.get(one) })),
    paths,
    components: {
      schemas,
      ...(schemes.size === 0 ? {} : { securitySchemes: Object.fromEntries(schemes) }),
    },
  };
}

/** Integrations may have one name; then the code is part of it. */
function freeNames(integrations: readonly Integration[]): ReadonlyMap<Integration, string> {
  const counts = Map.groupBy(integrations, ({ name }) => name);
  return new Map(
    integrations.map((one) => [
      one,
      (counts.get(one.name)?.length ?? 0) > 1 ? `${one.name}-${one.code}` : one.name,
    ]),
  );
}

/** The names of components are letters, digits, dots, hyphens and underscores, as those of integrations are. */
const schemaWord = (name: string): string => name.replaceAll(/[^A-Za-z0-9._-]/g, '_');

type Requirement = Readonly<Record<string, readonly string[]>>;

/** Puts schemes among those of the document; two that differ have two names. */
function registered(
  alternatives: readonly Readonly<Record<string, SecurityScheme>>[],
  schemes: Map<string, SecurityScheme>,
): readonly Requirement[] {
  const nameOf = (name: string, scheme: SecurityScheme): string => {
    const same = (known: SecurityScheme | undefined) => JSON.stringify(known) === JSON.stringify(scheme);
    let free = name;
    for (let count = 2; schemes.has(free) && !same(schemes.get(free)); count += 1) free = `${name}-${count}`;
    schemes.set(free, scheme);
    return free;
  };
  return alternatives.map((together) =>
    Object.fromEntries(Object.entries(together).map(([name, scheme]) => [nameOf(name, scheme), []])),
  );
}

interface Named {
  readonly name: string;
  readonly schemaName: string | null;
  readonly security: readonly Requirement[];
}

function operation(integration: Integration, method: Method, { name, schemaName, security }: Named) {
  const { trigger } = integration;
  return {
    operationId: `${method.toLowerCase()}-${name}`,
    summary: trigger.requestResponse ? 'Calls and waits for the result' : 'Hands a call over',
    description: orderText(integration),
    tags: [name],
    security,
    parameters: [...trigger.queryParameters.map(queryParameter), ...requestHeaders(trigger)],
    ...(hasBodyByRule(method) ? { requestBody: bodyOf(trigger, schemaName) } : {}),
    responses: responsesOf(integration),
  };
}

const orderText = ({ trigger: { orderedDelivery } }: Integration): string => {
  if (orderedDelivery === false) return 'Calls run side by side.';
  return orderedDelivery.by === null
    ? 'Calls run one at a time, in the order in which they were received.'
    : `Calls run in the order in which they were received, for each value of ${orderedDelivery.by}.`;
};

const statusOperation = ({ trigger }: Integration, name: string, security: readonly Requirement[]) => ({
  operationId: `status-${name}`,
  summary: 'How a call stands and, when it is done, its result',
  tags: [name],
  security,
  parameters: [
    {
      name: 'callId',
      in: 'path',
      required: true,
      schema: { type: 'string', format: 'uuid' } satisfies BodySchema,
      description: 'From the answer to the call: callId, or the header x-call-id.',
    },
  ],
  responses: statusResponses(trigger),
});
