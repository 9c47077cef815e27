import { stringify } from 'csv-stringify/sync';
import type { CallSummary } from '#shared/model/call.ts';

const columns = [
  'id',
  'sequence',
  'receivedAt',
  'integration',
  'method',
  'path',
  'keyLabel',
  'state',
  'problemCode',
  'problemText',
  'answeredStatus',
  'lane',
  'laneSequence',
  'attempt',
  'waitMs',
  'runMs',
  'totalMs',
  'requestBytes',
  'origin',
] as const;

/** For spreadsheets (RFC 4180), which run what looks like a formula: such a cell begins with an apostrophe. */
const options = { escape_formulas: true, record_delimiter: 'windows', quoted_match: /[\r\n]/ } as const;

/** With the mark by which spreadsheets know UTF-8. */
export const csvHead = (): string => stringify([columns], { ...options, bom: true });

export const csvRows = (calls: readonly CallSummary[]): string =>
  stringify(
    calls.map(({ problem, ...call }) => ({
      ...call,
      problemCode: problem?.code,
      problemText: problem?.text,
    })),
    { ...options, columns: [...columns] },
  );
