// What was found and what people were told of it. Pure but for its memory: the time comes in, and what is to be kept is
// taken out. What comes while a rule is quiet changes the list at once and is told together when the quiet is over.
import type { NotificationRule, Telling } from '#shared/model/notification.ts';
import { notificationText } from '#shared/model/notification-words.ts';
import { placeOfCalls, placeOfMany } from './places.ts';
import {
  endsUntold,
  type FailedCalls,
  type Finding,
  type Found,
  isoOf,
  passes,
  type Times,
} from './finding.ts';

const kept = 500;
const mostNames = 20;
const minuteMs = 60_000;

export interface Ledger {
  failed(rule: NotificationRule, calls: readonly FailedCalls[], nowMs: number): void;
  /**
   * All that is so now: what is not among it is over. Of a subject that is not there any more nobody is told so: it did not
   * come right.
   */
  found(
    rule: NotificationRule,
    all: readonly Found[],
    nowMs: number,
    isThere?: (subject: string) => boolean,
  ): void;
  /** What people are to be told now; it counts as told. */
  tell(rule: NotificationRule, nowMs: number): Telling[];
  /** Ends what was found by other rules than these. */
  keepTo(rules: readonly NotificationRule[], nowMs: number): void;
  /** Newest first. */
  list(limit: number): Finding[];
  /** What has changed since it was last taken. */
  take(): { readonly saves: readonly Finding[]; readonly removes: readonly string[] };
}

export function createLedger(before: readonly Finding[], newId: () => string): Ledger {
  const findings = new Map(
    [...before].sort((a, b) => a.atMs - b.atMs).map((finding) => [finding.id, finding] as const),
  );
  let changed = new Set<Finding>();
  let removed: string[] = [];

  const ofRule = ({ name }: NotificationRule): Finding[] =>
    [...findings.values()].filter(({ rule }) => rule === name);

  function change(finding: Finding, nowMs: number, what: Partial<Finding>): void {
    Object.assign(finding, what, { changedAtMs: nowMs });
    changed.add(finding);
  }

  function add(rule: NotificationRule, found: Found, nowMs: number): Finding {
    const finding: Finding = {
      ...found,
      integrations: [...found.integrations],
      labels: [...found.labels],
      id: newId(),
      rule: rule.name,
      kind: rule.kind,
      times: null,
      atMs: nowMs,
      changedAtMs: nowMs,
      endedAtMs: null,
      toldCount: 0,
      toldAtMs: null,
      isEndTold: false,
    };
    findings.set(finding.id, finding);
    changed.add(finding);
    trim();
    return finding;
  }

  /** The oldest go first, but nothing that lasts. */
  function trim(): void {
    let over = findings.size - kept;
    for (const finding of findings.values()) {
      if (over <= 0) return;
      if (finding.endedAtMs === null && !passes(finding.kind)) continue;
      findings.delete(finding.id);
      changed.delete(finding);
      removed.push(finding.id);
      over--;
    }
  }

  return {
    failed(rule, calls, nowMs) {
      if (calls.length === 0) return;
      const last = ofRule(rule).findLast(({ kind }) => kind === rule.kind);
      const isOpen =
        last !== undefined && (last.count > last.toldCount || isQuiet(last.toldAtMs, rule, nowMs));
      const finding = isOpen ? last : add(rule, noCalls, nowMs);
      const count = finding.count + calls.reduce((sum, one) => sum + one.count, 0);
      const names = new Set(
        [...finding.integrations, ...calls.map(({ integration }) => integration)].filter(
          (name) => name !== '',
        ),
      );
      const before = finding.count === 0 ? [] : [finding.times];
      const times = spanOf([...before, ...calls.map((one) => one.times)]);
      const areOfOne = names.size === 1 && times !== null;
      const place = placeOfCalls(calls.at(-1)!, count, areOfOne, times);
      change(finding, nowMs, { count, integrations: [...names].slice(0, mostNames), times, place });
    },

    found(rule, all, nowMs, isThere = () => true) {
      const open = new Map(
        ofRule(rule)
          .filter(({ endedAtMs }) => endedAtMs === null)
          .map((finding) => [finding.subject, finding]),
      );
      for (const found of all) {
        const finding = open.get(found.subject);
        open.delete(found.subject);
        if (finding === undefined) add(rule, found, nowMs);
        else if (finding.kind === 'heldLane' && finding.count !== found.count)
          // Lanes that are held once more are told; those that are no longer held, with the last of them.
          change(finding, nowMs, {
            count: found.count,
            toldCount: Math.min(finding.toldCount, found.count),
          });
      }
      for (const finding of open.values()) {
        const { toldAtMs, kind, subject } = finding;
        const isEndTold = toldAtMs === null || endsUntold(kind) || !isThere(subject);
        change(finding, nowMs, { endedAtMs: nowMs, isEndTold });
      }
    },

    tell(rule, nowMs) {
      const mine = ofRule(rule);
      const ended = mine.filter(
        ({ kind, endedAtMs, isEndTold }) => endedAtMs !== null && !isEndTold && kind === rule.kind,
      );
      const told = ended.length === 0 ? [] : [telling('notification.ended', rule, ended, nowMs)];
      for (const finding of ended) {
        finding.isEndTold = true;
        changed.add(finding);
      }
      const begun = mine.filter(({ endedAtMs, count, toldCount }) => endedAtMs === null && count > toldCount);
      const lastMs = mine.reduce<number | null>(
        (last, { toldAtMs }) => (toldAtMs === null ? last : Math.max(last ?? 0, toldAtMs)),
        null,
      );
      if (begun.length === 0 || isQuiet(lastMs, rule, nowMs)) return told;
      told.push(telling('notification.begun', rule, begun, nowMs));
      for (const finding of begun) {
        Object.assign(finding, { toldCount: finding.count, toldAtMs: nowMs });
        changed.add(finding);
      }
      return told;
    },

    keepTo(rules, nowMs) {
      const kinds = new Map(rules.filter(({ enabled }) => enabled).map(({ name, kind }) => [name, kind]));
      for (const finding of findings.values()) {
        if (kinds.get(finding.rule) === finding.kind) continue;
        if (finding.count > finding.toldCount) {
          // Nobody wants to hear of it when the rule comes back.
          finding.toldCount = finding.count;
          changed.add(finding);
        }
        if (finding.endedAtMs === null && !passes(finding.kind))
          change(finding, nowMs, { endedAtMs: nowMs, isEndTold: true });
      }
    },

    list: (limit) => [...findings.values()].sort((a, b) => b.changedAtMs - a.changedAtMs).slice(0, limit),

    take() {
      const taken = { saves: [...changed], removes: removed };
      changed = new Set();
      removed = [];
      return taken;
    },
  };

  function telling(
    type: Telling['type'],
    rule: NotificationRule,
    findings: readonly Finding[],
    nowMs: number,
  ): Telling {
    const isOver = type === 'notification.ended';
    const [first] = findings;
    const count = findings.reduce(
      (sum, one) => sum + (passes(one.kind) ? one.count - one.toldCount : Math.max(1, one.count)),
      0,
    );
    const integrations = [...new Set(findings.flatMap((one) => one.integrations))];
    const labels = findings.flatMap((one) => one.labels);
    const facts = { kind: rule.kind, count, integrations, labels };
    return {
      id: newId(),
      type,
      at: isoOf(nowMs),
      rule: rule.name,
      kind: rule.kind,
      text: notificationText({ ...facts, bound: first?.bound ?? null, foundAtMs: nowMs }, isOver),
      count,
      integrations,
      place: findings.length === 1 && first !== undefined ? first.place : placeOfMany[rule.kind],
    };
  }
}

const noCalls: Found = {
  subject: 'calls',
  count: 0,
  integrations: [],
  labels: [],
  bound: null,
  place: '/calls',
};

/** Null where it is not known of all. */
function spanOf(all: readonly (Times | null)[]): Times | null {
  const known = all.filter((times) => times !== null);
  if (known.length < all.length) return null;
  return {
    sinceMs: Math.min(...known.map(({ sinceMs }) => sinceMs)),
    untilMs: Math.max(...known.map(({ untilMs }) => untilMs)),
  };
}

/** A clock that was put back makes nobody wait for it. */
const isQuiet = (toldAtMs: number | null, { quietMinutes }: NotificationRule, nowMs: number): boolean =>
  toldAtMs !== null && toldAtMs <= nowMs && nowMs - toldAtMs < quietMinutes * minuteMs;
