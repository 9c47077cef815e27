import type { Consumers } from '#main/call/consumers.ts';
import type { Journal } from '#main/call/journal.ts';
import type { Keyring } from '#main/call/keyring.ts';
import type { Registry } from '#main/call/registry.ts';
import type { AccessTokens } from '#main/ports/access.ts';
import type { CertificateDesk } from '#main/ports/certificates.ts';
import type { InTurn } from '#main/in-turn.ts';
import type { Lanes } from '#main/lane/lanes.ts';
import type { Restored } from '#main/ports/safekeeping.ts';
import type { Vault } from '#main/secrets/vault.ts';
import type { Store } from '#main/ports/store.ts';
import type { FieldIssue } from '#shared/problem.ts';
import type { SignedIn } from '#shared/model/access.ts';
import type { IntegrationDraft } from '#shared/model/integration.ts';
import type { Check } from '#shared/model/check.ts';
import type { HostStatus, RecoveryChoice, Settings } from '#shared/model/setting.ts';
import type { Result } from '#shared/result.ts';

/** What the capabilities are given. */
export interface CapabilityDeps {
  readonly store: Store;
  readonly registry: Registry;
  readonly keyring: Keyring;
  readonly consumers: Consumers;
  readonly lanes: Lanes;
  readonly journal: Journal;
  readonly access: AccessTokens;
  readonly certificates: CertificateDesk;
  readonly vault: Vault;
  readonly settings: {
    current(): Settings;
    /** Brings the listeners to the settings and keeps them, by `keep` where given; otherwise all stays as it was. */
    apply(next: Settings, keep?: () => Promise<Result<unknown>>): Promise<Result<unknown>>;
  };
  /** Changes of what a designer makes: what one of them was prepared by is still so when it is put on disk. */
  readonly inTurn: InTurn;
  status(): HostStatus;
  /** What the doctor finds. */
  examine(): Promise<readonly Check[]>;
  /** Puts damaged data right as somebody decided. */
  recover(choice: RecoveryChoice): Promise<Result<Restored>>;
  /** Goes on after a crash loop. */
  resumeExecutions(): void;
  /** The expressions and code of an integration that cannot be read. */
  checkProgram(
    program: Pick<IntegrationDraft, 'trigger' | 'dataProcessing' | 'workflow'>,
  ): Promise<readonly FieldIssue[]>;
  /** The key of this life that test calls carry. */
  readonly testKey: string;
  /** Milliseconds since 1970. */
  now(): number;
}

/** What a carrier tells with each request. */
export interface RpcContext {
  readonly signedIn: SignedIn;
  /** Bytes that the carrier has not sent yet; streams wait while it is much. */
  readonly backlog?: () => number;
}
