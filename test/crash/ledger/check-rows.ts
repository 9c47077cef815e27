// I1, I7, I8 and I9: what is on disk against what was promised and asked for.
import { isOpen } from '#shared/model/call.ts';
import type { Run } from './check.ts';
import { eventsOf } from './ledger.ts';
import type { Row } from './read-rows.ts';

export function checkRows(run: Run): string[] {
  // Refused calls are kept in the log and are no calls of a lane.
  const rows = run.rows.filter(({ state }) => state !== 'refused');
  return [
    ...checkKept(run, rows),
    ...checkOnePerKey(run, rows),
    ...checkSequences(run, rows),
    ...checkMoves(run, rows),
  ];
}

/** I1: what was acknowledged is there, whole, and has ended well. */
function* checkKept({ lanes, events }: Run, rows: readonly Row[]): Generator<string> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const { cid, id } of eventsOf(events, 'ack')) {
    const row = byId.get(id);
    if (row === undefined) yield `I1-LOST ${id} of ${cid} was acknowledged and is not there`;
    else if (row.cid !== cid) yield `I1-LOST ${id} was acknowledged for ${cid} and is ${row.cid}`;
  }
  const bodies = new Map(eventsOf(events, 'send').map(({ cid, bodyHash }) => [cid, bodyHash]));
  const ended = new Set(eventsOf(events, 'end').map(({ id, attempt }) => `${id} ${attempt}`));
  for (const row of rows) {
    const { id, cid, state, attempt, problemCode } = row;
    const sent = bodies.get(cid ?? '');
    if (sent !== undefined && sent !== row.bodyHash)
      yield `I1-BODY the body of ${cid} is another than was sent`;
    const once = lanes[row.lane]?.atMostOnce === true;
    // Three attempts in a row that each ended the process are an end that was promised.
    const isPoison = state === 'failed' && problemCode === 'poison' && attempt >= 3;
    if (isOpen(state)) yield `I1-OPEN ${cid} is ${state} at the end`;
    else if (state !== 'succeeded' && !isPoison && !(once && state === 'interrupted'))
      yield `I1-END ${cid} is ${state} (${problemCode}) at the end`;
    else if (state === 'succeeded' && !ended.has(`${id} ${attempt}`))
      yield `I1-NOEFFECT ${cid} succeeded at attempt ${attempt}, whose effects nobody saw`;
  }
}

/** I7: one call for each thing that was asked for, whoever asked again. */
function* checkOnePerKey({ events }: Run, rows: readonly Row[]): Generator<string> {
  const known = new Map<string, string>();
  for (const { cid, id } of rows) {
    if (cid === null) continue;
    if (known.has(cid)) yield `I7-DUPROW ${cid} is there as ${known.get(cid)} and as ${id}`;
    known.set(cid, id);
  }
  const answered = new Map<string, string>();
  for (const { cid, id } of eventsOf(events, 'ack')) {
    const before = answered.get(cid) ?? id;
    if (before !== id) yield `I7-TWOIDS ${cid} was acknowledged as ${before} and as ${id}`;
    answered.set(cid, id);
  }
}

/** I8: a sequence, once seen, belongs to its call for ever, and new ones are higher. */
function* checkSequences({ looks }: Run, rows: readonly Row[]): Generator<string> {
  const seen = new Map<string, number>();
  let highest = 0;
  for (const { rows: found } of [...looks, { rows }]) {
    const there = new Set(found.map(({ id }) => id));
    for (const [id, sequence] of seen)
      if (!there.has(id)) yield `I8-GONE ${id} had sequence ${sequence} and is gone`;
    const before = highest;
    for (const { id, sequence } of found) {
      const known = seen.get(id);
      if (known !== undefined && known !== sequence)
        yield `I8-MOVED ${id} had sequence ${known}, now ${sequence}`;
      if (known === undefined && sequence <= before)
        yield `I8-REUSED ${id} is new and has sequence ${sequence}; ${before} was given before`;
      seen.set(id, sequence);
      highest = Math.max(highest, sequence);
    }
  }
  for (const [lane, inLane] of Map.groupBy(rows, (row) => row.lane)) {
    const numbers = inLane
      .toSorted((a, b) => a.sequence - b.sequence)
      .map(({ laneSequence }) => laneSequence);
    const wrong = numbers.findIndex((number, at) => number !== at + 1);
    if (wrong !== -1) yield `I8-LANE call ${wrong + 1} of ${lane} has number ${numbers[wrong]}`;
  }
}

/** I9: the history of each call is made of legal moves, and the log holds neither more nor less than was sent. */
function* checkMoves({ events }: Run, rows: readonly Row[]): Generator<string> {
  for (const { cid, state, attempt, attempts, durationsMs } of rows) {
    const told = attempts.map((one) => `${one.attempt} ${one.outcome}`).join(', ');
    const isCounted = attempts.length === attempt && attempts.every((one, at) => one.attempt === at + 1);
    const isCutBefore = attempts.slice(0, -1).every(({ outcome }) => outcome === 'interrupted');
    const last = attempts.at(-1)?.outcome;
    const isPoison = state === 'failed' && last === 'interrupted';
    if (!isOpen(state) && (!isCounted || !isCutBefore || (last !== state && !isPoison)))
      yield `I9-MOVE ${cid} is ${state} at attempt ${attempt} after: ${told}`;
    if (durationsMs.some((ms) => ms !== null && ms < 0))
      yield `I9-TIME ${cid} took ${durationsMs.join(', ')} ms`;
  }
  const sent = new Set(eventsOf(events, 'send').map(({ cid }) => cid));
  const refused = new Set(eventsOf(events, 'refused').map(({ cid }) => cid));
  for (const { cid } of eventsOf(events, 'ack', 'unknown')) refused.delete(cid);
  for (const { id, cid } of rows) {
    if (cid === null || !sent.has(cid)) yield `I9-NOTSENT ${id} (${cid}) was never sent`;
    else if (refused.has(cid)) yield `I9-REFUSED ${cid} was refused and is there`;
  }
}
