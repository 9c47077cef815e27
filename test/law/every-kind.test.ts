import { isContractProcedure } from '@orpc/contract';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { verifiers } from '#main/call/auth/index.ts';
import { stepRunners } from '#main/run/steps/index.ts';
import { contract } from '#shared/contract/index.ts';
import {
  Authentication,
  AuthenticationDraft,
  authenticationDraftKinds,
  authenticationKinds,
  type AuthenticationKind,
} from '#shared/model/auth.ts';
import { Step, type StepKind } from '#shared/model/step.ts';
import { roles } from '#shared/model/access.ts';
import { isProblemCode, problemCodes, statusOf, titleOf } from '#shared/problem.ts';

const steps: { readonly [K in StepKind]: z.input<typeof Step> & { readonly kind: K } } = {
  transform: { kind: 'transform', name: 'shape', expression: 'body.id' },
  javascript: { kind: 'javascript', name: 'check', code: 'return 1' },
  httpRequest: { kind: 'httpRequest', name: 'send', url: 'http://127.0.0.1:9000/' },
  sql: { kind: 'sql', name: 'ask', connection: 'stock', statement: 'SELECT 1' },
  email: { kind: 'email', name: 'tell', connection: 'mail', to: 'ann@example.com', subject: 'Done' },
  command: { kind: 'command', name: 'convert', program: '/usr/bin/convert' },
  writeFile: { kind: 'writeFile', name: 'keep', folder: '/srv/out', file: 'a.txt', body: 'text' },
  delay: { kind: 'delay', name: 'rest', seconds: 1 },
  respond: { kind: 'respond', name: 'answer' },
  fail: { kind: 'fail', name: 'stop' },
  forEach: { kind: 'forEach', name: 'each', items: 'body.lines', steps: [{ kind: 'fail', name: 'stop' }] },
  call: { kind: 'call', name: 'ask', integration: 'ItemPrice' },
};

const key = {
  id: '0193a1b2-0000-7000-8000-000000000001',
  label: 'ERP',
  enabled: true,
  hint: 'hk_ab',
  createdAt: '2026-01-01T00:00:00.000Z',
};
const authentications: {
  readonly [K in AuthenticationKind]: { readonly kind: K } & Readonly<Record<string, unknown>>;
} = {
  none: { kind: 'none' },
  apiKeys: { kind: 'apiKeys', keys: [key] },
  basic: { kind: 'basic', users: [{ ...key, user: 'erp' }] },
  hmac: { kind: 'hmac', preset: 'github', secrets: [key] },
  jwt: { kind: 'jwt', algorithms: ['ES256'], keys: [key] },
  clientCertificate: { kind: 'clientCertificate', subjects: ['CN=erp'] },
  any: {
    kind: 'any',
    any: [
      { kind: 'apiKeys', keys: [key] },
      { kind: 'hmac', preset: 'stripe', secrets: [] },
    ],
  },
  all: {
    kind: 'all',
    all: [{ kind: 'clientCertificate' }, { kind: 'basic', users: [] }],
  },
};
/** Kinds that need no field at all. */
const needNothing: readonly AuthenticationKind[] = ['none', 'clientCertificate'];

const kindsOf = (union: {
  readonly options: readonly { readonly shape: { readonly kind: z.ZodLiteral } }[];
}) => union.options.map((option) => String(option.shape.kind.value)).sort();

describe('every kind of step', () => {
  const kinds = kindsOf(Step);

  it('has a sample and a runner', () => {
    expect(Object.keys(steps).sort()).toEqual(kinds);
    expect(Object.keys(stepRunners).sort()).toEqual(kinds);
  });

  it.each(Object.values(steps))(
    '$kind accepts its sample, and neither an empty one nor an unknown field',
    (sample) => {
      expect(Step.safeParse(sample)).toMatchObject({ success: true });
      expect(Step.safeParse({ kind: sample.kind })).toMatchObject({ success: false });
      expect(Step.safeParse({ ...sample, unknown: 1 })).toMatchObject({ success: false });
    },
  );
});

describe('every kind of authentication', () => {
  const kinds = authenticationKinds.toSorted();

  it('has a sample, a draft and a verifier', () => {
    expect(Object.keys(authentications).sort()).toEqual(kinds);
    expect(authenticationDraftKinds.toSorted()).toEqual(kinds);
    expect(Object.keys(verifiers).sort()).toEqual(kinds);
  });

  it.each(Object.values(authentications))('$kind accepts its sample and no unknown field', (sample) => {
    expect(Authentication.safeParse(sample)).toMatchObject({ success: true });
    expect(Authentication.safeParse({ ...sample, unknown: 1 })).toMatchObject({ success: false });
  });

  it.each(kinds.filter((kind) => !needNothing.some((other) => other === kind)))(
    '%s refuses an empty value',
    (kind) => {
      expect(Authentication.safeParse({ kind })).toMatchObject({ success: false });
    },
  );

  it('takes secrets in and keeps none', () => {
    expect(secretsIn(AuthenticationDraft)).toBeGreaterThan(0);
    expect(secretsIn(Authentication)).toBe(0);
  });
});

/** How many fields of a schema are marked as secret. */
function secretsIn(schema: z.ZodType): number {
  const text = JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  return text.split('"secret":true').length - 1;
}

describe('every problem', () => {
  it.each(problemCodes)('%s is a noun with an HTTP status of an error and a title', (code) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(statusOf(code)).toSatisfy(
      (status: number) => Number.isInteger(status) && status >= 400 && status <= 599,
    );
    expect(titleOf(code)).toMatch(/^[A-Z].*[^.]$/);
  });

  it('that the sources make stands in the table', () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const made = ['src-main', 'src-renderer', 'src-shared'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name))
        .flatMap((name) => [
          ...readFileSync(join(root, folder, name), 'utf8').matchAll(/\bproblem\(\s*'([^']+)'/g),
        ])
        .map((found) => found[1] ?? ''),
    );
    expect(made.length).toBeGreaterThan(0);
    expect(made.filter((code) => !isProblemCode(code))).toEqual([]);
  });
});

describe('every procedure of the contract', () => {
  const procedures = proceduresOf(contract, []);

  it.each(procedures)('$name has a method, a path and a summary', ({ route }) => {
    expect(route).toMatchObject({
      method: expect.stringMatching(/^(GET|POST|PUT|PATCH|DELETE)$/),
      path: expect.stringMatching(/^\//),
      summary: expect.stringMatching(/^[A-Z].*[^.]$/),
    });
  });

  it.each(procedures)('$name says which role it needs', ({ role }) => {
    expect(roles).toContain(role);
  });

  it.each(procedures)('$name that changes nothing by its method is for support, but for tokens', (one) => {
    const isRead = one.route.method === 'GET' && one.name !== 'access.list';
    expect(one.role === 'support').toBe(isRead);
  });

  it('has an address of its own', () => {
    const addresses = procedures.map(
      ({ route }) => `${route.method} ${route.path?.replaceAll(/\{\w+\}/g, '{}')}`,
    );
    expect(new Set(addresses).size).toBe(addresses.length);
  });
});

interface Named {
  readonly name: string;
  readonly role: unknown;
  readonly route: { readonly method?: string; readonly path?: string; readonly summary?: string };
}

function proceduresOf(node: object, path: readonly string[]): Named[] {
  if (isContractProcedure(node)) {
    const { route, meta } = node['~orpc'];
    return [{ name: path.join('.'), route, role: meta.role }];
  }
  return Object.entries(node).flatMap(([name, child]) => proceduresOf(child, [...path, name]));
}
