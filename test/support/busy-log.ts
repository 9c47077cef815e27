// The log of a service that was used: calls of several integrations over weeks, by day more than by night, by different
// consumers, now and then refused or failed. A million of them are made within seconds: what one call is like is drawn
// from a few hundred kinds, and what is its own from its number.
import { problem } from '#shared/problem.ts';
import type { CallState } from '#shared/model/call.ts';
import type { Db } from '#main/store/open.ts';
import { countCalls } from './count-calls.ts';
import { between, createRandom, type Random } from './random.ts';

export interface BusyIntegration {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

export interface BusyLog {
  readonly count: number;
  /** The first is called most. */
  readonly integrations: readonly BusyIntegration[];
  /** When the last call was received. */
  readonly untilMs: number;
  readonly days: number;
  readonly seed?: number;
  /** Each call whose number this divides has the rare word in its body. */
  readonly rareEvery?: number;
}

export const rareWord = 'zwieback';

export const busyKeys = ['ERP', 'Web shop', 'Warehouse', 'Partner portal'] as const;

const kinds = 499;
const dayMs = 86_400_000;
const agents = ['curl/8.11', 'okhttp/4.12', 'python-requests/2.32', 'GuzzleHttp/7', 'axios/1.7.9'];
const places = ['Hamburg', 'Lyon', 'Porto', 'Gdansk', 'Turku', 'Graz', 'Bergen', 'Leeuwarden'];

interface Kind {
  readonly integration: BusyIntegration | null;
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
  readonly state: CallState;
  readonly problem: { readonly code: string; readonly detail: string } | null;
  readonly status: number | null;
  readonly query: string;
  readonly headers: string;
  /** The call's number takes the place of each `#`. */
  readonly body: string | null;
}

/** Fills an empty queue.db, in one transaction and without waiting for the disk. */
export function storeBusyLog(
  db: Db,
  { count, integrations, untilMs, days, seed = 1, rareEvery = 100_003 }: BusyLog,
): void {
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -200000');
  db.transaction(() => {
    db.exec(`CREATE TEMP TABLE kinds (k INTEGER PRIMARY KEY, id TEXT, name TEXT, lane TEXT, method TEXT, path TEXT,
      key TEXT, state TEXT, code TEXT, detail TEXT, status INTEGER, query TEXT, headers TEXT, body TEXT)`);
    const insert = db.prepare(`INSERT INTO kinds VALUES (${Array(14).fill('?').join(', ')})`);
    const random = createRandom(seed);
    for (let k = 0; k < kinds; k++) insert.run(k, ...valuesOf(draw(random, k / kinds, integrations)));
    const fromMs = untilMs - days * dayMs;
    // Grows with the number, faster at night than by day.
    const at = `CAST(${fromMs} + i * ${(days * dayMs) / count} - ${(0.8 * dayMs) / (2 * Math.PI)}
      * (sin(i * ${(2 * Math.PI * days) / count}) - sin(${2 * Math.PI * days})) AS INTEGER)`;
    const chance = (salt: number) => `((i * 2654435761 + ${salt}) % 4294967296 / 4294967296.0)`;
    const rows = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
    const kind = `kinds ON k = (i * 2654435761 / 65536) % ${kinds}`;
    const body = `iif(i % ${rareEvery} = 0, '{"note":"${rareWord} #"}', body)`;
    const runs = `state IN ('succeeded', 'failed', 'interrupted')`;
    db.exec(`
      INSERT INTO calls (sequence, id, integration_id, integration_version, integration, lane, lane_key, lane_sequence,
        method, path, key_label, received_at, state, caller, attempt, started_at, problem_code, problem_text,
        answered_status, wait_ms, run_ms, total_ms, request_bytes, result_bytes)
      ${rows}, timed AS (SELECT i, ${at} AS at,
        round(exp(${chance(7)} * 9 - 3) * iif(${chance(8)} < 0.02, 40, 1), 3) AS wait,
        round(exp(${chance(9)} * 4 + ${chance(10)} * 3) * iif(${chance(11)} < 0.01, 30, 1), 3) AS run FROM n)
      SELECT i, printf('%08x-%04x-7%03x-8000-%012x', at >> 16, at & 65535, i & 4095, i), id,
        iif(id IS NULL, NULL, 1), name, iif(state = 'refused', NULL, lane), iif(state = 'refused', NULL, ''),
        iif(state = 'refused', NULL, i), method, path, key, at, state, iif(state = 'refused', NULL, 'answered'),
        ${runs}, iif(${runs}, CAST(at + wait AS INTEGER), NULL), code, detail, status, iif(${runs}, wait, NULL),
        iif(${runs}, run, NULL), CASE WHEN ${runs} THEN wait + run WHEN state = 'refused' THEN 0.4 ELSE wait END,
        length(replace(coalesce(${body}, ''), '#', i)), iif(state = 'refused', 0, 120)
      FROM timed JOIN ${kind};
      INSERT INTO requests (sequence, raw_query, query, headers, http_version, remote_address, authorised_ms, body)
      ${rows} SELECT i, query, iif(query = '', '{}', json_object('warehouse', substr(query, 11))), headers, '1.1',
        printf('10.0.%d.%d', i / 256 % 16, i % 256), 0.2,
        iif(state = 'refused', NULL, CAST(replace(${body}, '#', i) AS BLOB))
      FROM n JOIN ${kind};
      INSERT INTO results (sequence, answer_status, answer_headers, answer_body, steps, timings)
      ${rows} SELECT i, status, '[["content-type","application/json"]]', CAST('{"stored":' || i || '}' AS BLOB), '[]',
        '{"storedMs":0.9,"answeredMs":1.1}' FROM n JOIN ${kind};
      INSERT INTO lane_counters SELECT integration_id, max(lane_sequence) FROM calls
        WHERE lane_sequence IS NOT NULL GROUP BY 1;
      INSERT INTO kept SELECT iif(state = 'refused', '', integration_id), count(*), sum(kept_bytes) FROM calls GROUP BY 1;
      DROP TABLE kinds;`);
    countCalls(db);
  })();
  db.pragma('cache_size = -2000');
  db.pragma('synchronous = FULL');
}

const valuesOf = ({ integration, problem: why, ...kind }: Kind) => [
  integration?.id ?? null,
  integration?.name ?? null,
  integration === null ? null : `${integration.code}/${integration.name}`,
  kind.method,
  kind.path,
  kind.key,
  kind.state,
  why?.code ?? null,
  why?.detail ?? null,
  kind.status,
  kind.query,
  kind.headers,
  kind.body,
];

/** `luck`: from 0 to 1. */
function draw(random: Random, luck: number, integrations: readonly BusyIntegration[]): Kind {
  const one = <T>(list: readonly T[]): T => list[between(random, 0, list.length - 1)]!;
  const integration = integrations[Math.floor(random() ** 2 * integrations.length)]!;
  const isUnknown = luck > 0.993;
  const method = random() < 0.8 ? 'POST' : 'GET';
  const agent = one(agents);
  return {
    integration: isUnknown ? null : integration,
    method,
    path: isUnknown ? one(['/wp-login.php', '/t37ed/Gone']) : `/${integration.code}/${integration.name}`,
    key: isUnknown ? null : one(busyKeys),
    query: random() < 0.3 ? `warehouse=${one(places)}` : '',
    headers: JSON.stringify([
      ['host', 'hooks.example'],
      ['user-agent', agent],
      ['content-type', 'application/json'],
      ['accept', '*/*'],
      ['x-request-source', `${one(places)}-${between(random, 1, 99)}`],
    ]),
    body: method === 'GET' ? null : orderOf(random, one),
    ...fateOf(luck),
  };
}

function fateOf(luck: number): Pick<Kind, 'state' | 'problem' | 'status'> {
  if (luck > 0.993) return { state: 'refused', problem: problem('endpoint_not_found'), status: 404 };
  if (luck > 0.98) return { state: 'refused', problem: problem('key_wrong'), status: 401 };
  if (luck > 0.975) return { state: 'cancelled', problem: problem('caller_gone'), status: null };
  if (luck > 0.972) return { state: 'interrupted', problem: problem('interrupted'), status: 504 };
  if (luck > 0.965) return { state: 'failed', problem: problem('execution_timed_out'), status: 504 };
  if (luck > 0.94) {
    const detail = 'In the step send: the other side answered 500.';
    return { state: 'failed', problem: problem('step_failed', { detail }), status: 500 };
  }
  return { state: 'succeeded', problem: null, status: luck < 0.6 ? 202 : 200 };
}

function orderOf(random: Random, one: <T>(list: readonly T[]) => T): string {
  const lines = Array.from({ length: between(random, 1, 6) }, () => ({
    article: `A-${between(random, 10_000, 99_999)}`,
    quantity: between(random, 1, 40),
    price: between(random, 99, 99_999) / 100,
  }));
  return JSON.stringify({ order: '#', customer: `C-${between(random, 1, 5_000)}`, city: one(places), lines });
}
