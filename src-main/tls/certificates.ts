// The certificates of the HTTPS listener: which there are, which one a caller is shown, and that they stay good.
// One thing at a time happens to those at hand, and one to those that are ordered, which may take long; what is shown
// changes only after the new one was read and kept.
import { X509Certificate } from 'node:crypto';
import { createTurns } from '#main/in-turn.ts';
import type { CertificateDesk } from '#main/ports/certificates.ts';
import type { ConfigStore } from '#main/ports/config-store.ts';
import type { SecretBox } from '#main/secrets/secret-box.ts';
import { DataKeyLost } from '#main/secrets/vault.ts';
import { alternativeNames, oneLine } from '#shared/certificate-text.ts';
import type { CertificateFacts, CertificateStatus } from '#shared/model/certificate.ts';
import type { Alarm } from '#shared/model/setting.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse } from '#shared/result.ts';
import type { Ordering } from './acme-source.ts';
import { certificateAlarms } from './certificate-alarms.ts';
import { createChallenges } from './challenges.ts';
import { type CheckedFor, endOf, factsOf } from './check-identity.ts';
import { type Contexts, createContexts } from './contexts.ts';
import { checkDraft, keepDraft } from './draft-source.ts';
import { authorityId, createKeeping, madeOf } from './kept.ts';
import { currentAuthority } from './local-authority.ts';
import { madeSource } from './made-source.ts';
import { orderCertificate, type OrderCertificate } from './order-certificate.ts';
import type { Identity } from './identity.ts';
import type { Source } from './source.ts';
import { keptSources } from './sources.ts';

export interface CertificateDeps {
  readonly store: Pick<ConfigStore, 'certificates' | 'putCertificates' | 'removeCertificate'>;
  readonly box: SecretBox;
  /** The names and addresses of this machine, as they are now. */
  localNames(): readonly string[];
  readonly machine: string;
  /** The host of the public base address. */
  publicHost(): string | null;
  raise(code: Alarm['code'], text: string | null): void;
  /** What callers are shown may be another one now. */
  onChanged(): void;
  report(what: string, error: unknown): void;
  /** Milliseconds since 1970. */
  now(): number;
  readonly order?: OrderCertificate;
  readonly lookEveryMs?: number;
}

export interface Certificates extends CertificateDesk, Contexts {
  /** HTTPS is on: there is a certificate from now on, and all are looked after. No order by ACME is waited for. */
  begin(): Promise<void>;
  /** HTTPS is off: nothing is looked after, and nothing alarms. */
  rest(): void;
  /** Of all certificates in use. */
  names(): readonly string[];
  /** The answer to a challenge of ACME that is in flight, by its path. */
  answerTo(path: string): string | null;
  close(): void;
}

export function createCertificates(deps: CertificateDeps): Certificates {
  const { now, order = orderCertificate, lookEveryMs = 2_000 } = deps;
  const keeping = createKeeping(deps.store, deps.box);
  const challenges = createChallenges();
  const ordering: Ordering = { keeping, challenges, order, now };
  let made = madeSource(keeping, deps);
  let own: readonly Source[] | null = null;
  /** They were read while the data key was not open, so that some are missing. */
  let areSomeLocked = false;
  let timer: NodeJS.Timeout | undefined;
  const inTurn = createTurns();
  /** Whoever has a turn of orders may wait for one of those at hand, never the other way round. */
  const inTurnOfOrders = createTurns();

  const sources = (): readonly Source[] => [...(own ?? []), made];
  const identitiesOf = (of: readonly Source[]) => of.flatMap(({ identity }) => identity ?? []);
  const identities = () => ({ own: identitiesOf(own ?? []), made: identitiesOf([made]) });
  const contexts = createContexts(identities, now);

  const load = (): Promise<void> =>
    inTurn(async () => {
      if (own !== null && !(areSomeLocked && keeping.isOpen())) return;
      const isLocked = !keeping.isOpen();
      own = await keptSources(await keeping.all(), ordering);
      made = madeSource(keeping, deps);
      areSomeLocked = isLocked;
    });
  /** Of those that there are when its turn comes: they may have been read anew while the change was kept. */
  const changeOwn = (to: (own: readonly Source[]) => readonly Source[]): Promise<void> =>
    inTurn(async () => void (own = to(own ?? [])));

  async function look(of: readonly Source[]): Promise<void> {
    let isChanged = false;
    for (const source of of) {
      try {
        isChanged = (await source.look()) || isChanged;
      } catch (error) {
        deps.report('a certificate cannot be looked after', error);
      }
    }
    if (isChanged) follow();
  }

  const lookAtHand = (of: () => readonly Source[]) =>
    inTurn(() => look(of().filter((one) => !isOrdered(one))));
  const lookAgain = oneAtATime(() =>
    load().then(
      () => lookAtHand(sources),
      (error: unknown) => deps.report('the certificates cannot be read', error),
    ),
  );
  const lookAtOrders = oneAtATime(() => inTurnOfOrders(() => look(sources().filter(isOrdered))));
  function lookAfterAll(): void {
    lookAgain();
    lookAtOrders();
  }

  function follow(): void {
    if (timer === undefined) return;
    tell();
    deps.onChanged();
  }

  function tell(): void {
    const alarms = certificateAlarms(timer === undefined ? [] : sources().map(statusOf));
    for (const [code, text] of Object.entries(alarms)) deps.raise(code as keyof typeof alarms, text);
  }

  const checkedFor = (): CheckedFor => ({ now: now(), publicHost: deps.publicHost() });

  function statusOf({ id, about, identity, problem: why }: Source): CertificateStatus {
    return {
      id,
      ...about,
      facts: identity === null ? null : factsOfKind(about.kind, identity),
      problem: why === null ? null : { code: why.code, text: why.detail },
    };
  }

  /** Whom the local authority serves has been told to trust it. */
  const factsOfKind = (kind: CertificateStatus['kind'], identity: Identity): CertificateFacts =>
    kind === 'made' ? { ...factsOf(identity, checkedFor()), findings: [] } : factsOf(identity, checkedFor());

  const unknown = (id: string) =>
    refuse(problem('certificate_not_found', { detail: `No certificate ${id}.` }));

  return {
    trust: contexts.trust,
    get fallback() {
      return contexts.fallback;
    },
    contextFor: contexts.contextFor,
    names: () => identitiesOf(sources()).flatMap(({ leaf }) => alternativeNames(leaf.subjectAltName)),
    answerTo: challenges.answerTo,

    async begin() {
      await load();
      // The first orders come with it too, when the listener that answers their challenges is open.
      timer ??= setInterval(lookAfterAll, lookEveryMs).unref();
      await lookAtHand(sources);
      tell();
      // Nothing else stands in for it.
      if (identitiesOf(sources()).length === 0) throw new Error('The certificate for HTTPS cannot be made.');
    },
    rest() {
      clearInterval(timer);
      timer = undefined;
      tell();
    },

    async list() {
      // What is looked after is as it should be.
      if (timer === undefined) {
        await load();
        await lookAtHand(() => own ?? []);
      }
      return sources()
        .filter((source) => source !== made || made.identity !== null)
        .map(statusOf);
    },
    check: (draft) => checkDraft(draft, checkedFor()),
    add: (draft) =>
      inTurnOfOrders(async () => {
        await load();
        const added = await keepDraft(draft, checkedFor(), ordering);
        if (!added.ok) return added;
        const { value: source } = added;
        await changeOwn((now) => [...without(now, source.id), source]);
        follow();
        return ok(statusOf(source));
      }),
    remove: (id) =>
      inTurnOfOrders(async () => {
        await load();
        if (own?.some((source) => source.id === id) !== true) return unknown(id);
        await keeping.remove(id);
        await changeOwn((now) => without(now, id));
        follow();
        return ok(undefined);
      }),
    renew: (id) =>
      inTurnOfOrders(async () => {
        await load();
        const source = sources().find((one) => one.id === id);
        if (source === undefined) return unknown(id);
        await (isOrdered(source) ? source.look(true) : inTurn(() => source.look(true)));
        follow();
        return source.problem === null ? ok(statusOf(source)) : refuse(source.problem);
      }),
    authority: () =>
      inTurn(async () => {
        // It seems not to be there: another one would take its place.
        if (!keeping.isOpen())
          throw new DataKeyLost('The local authority is under the data key, which is not open.');
        const kept = madeOf(await keeping.all(), authorityId);
        const current = await currentAuthority(kept, deps.machine, now());
        const { certificate, key } = current;
        if (current !== kept)
          await keeping.put({ id: authorityId, document: { kind: 'authority', certificate }, secret: key });
        const parsed = new X509Certificate(certificate);
        return {
          subject: oneLine(parsed.subject),
          fingerprint256: parsed.fingerprint256,
          to: endOf(parsed).toISOString(),
          pem: parsed.toString(),
        };
      }),

    close: () => clearInterval(timer),
  };
}

const isOrdered = ({ about }: Source): boolean => about.kind === 'acme';
const without = (sources: readonly Source[], id: string): Source[] => sources.filter((one) => one.id !== id);

/** Asked for again while it acts or waits for its turn, it does nothing. */
function oneAtATime(act: () => Promise<void>): () => void {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    void act().finally(() => (isAsked = false));
  };
}
