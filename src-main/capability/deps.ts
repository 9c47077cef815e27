import type { Consumers } from '#main/call/consumers.ts';
import type { Journal } from '#main/call/journal.ts';
import type { Keyring } from '#main/call/keyring.ts';
import type { Registry } from '#main/call/registry.ts';
import type { AccessTokens } from '#main/ports/access.ts';
import type { CertificateDesk } from '#main/ports/certificates.ts';
import type { Environment } from '#main/environment/environment.ts';
import type { Host } from '#main/host.ts';
import type { InTurn } from '#main/in-turn.ts';
import type { Lanes } from '#main/lane/lanes.ts';
import type { Recovered } from '#main/ports/safekeeping.ts';
import type { Notifications } from '#main/notify/notifications.ts';
import type { Replays } from '#main/replay/replays.ts';
import type { Vault } from '#main/secrets/vault.ts';
import type { RunPort } from '#main/ports/run.ts';
import type { Store } from '#main/ports/store.ts';
import type { Hiding } from './hiding.ts';
import type { FieldIssue } from '#shared/problem.ts';
import type { SignedIn } from '#shared/model/access.ts';
import type { IntegrationDraft } from '#shared/model/integration.ts';
import type { ConnectionTest } from '#shared/contract/connections.ts';
import type { Connection } from '#shared/model/connection.ts';
import type { Installed } from '#shared/model/installed.ts';
import type { Check } from '#shared/model/check.ts';
import type { HostStatus, RecoveryChoice, Settings } from '#shared/model/setting.ts';
import type { Result } from '#shared/result.ts';

/** What the capabilities are given. */
export interface CapabilityDeps {
  readonly store: Store;
  readonly registry: Registry;
  readonly keyring: Keyring;
  readonly consumers: Consumers;
  readonly environment: Environment;
  readonly lanes: Lanes;
  readonly journal: Journal;
  readonly replays: Replays;
  readonly notifications: Pick<Notifications, 'rules' | 'follow' | 'stateOf' | 'list' | 'watch' | 'test'>;
  readonly access: AccessTokens;
  readonly certificates: CertificateDesk;
  readonly vault: Vault;
  readonly hiding: Hiding;
  readonly settings: {
    current(): Settings;
    /** Brings the listeners to the settings and keeps them, by `keep` where given; otherwise all stays as it was. */
    apply(next: Settings, keep?: () => Promise<Result<unknown>>): Promise<Result<unknown>>;
  };
  /** Changes of what a designer makes: what one of them was prepared by is still so when it is put on disk. */
  readonly inTurn: InTurn;
  /** What the shell brings along, beside the runtime. */
  readonly host: Pick<Host, 'desktop' | 'examples'>;
  status(): HostStatus;
  /** What the log last said, a JSON text a line. */
  recentLines(): readonly string[];
  /** The values of all secrets that can be read. */
  secretValues(): readonly string[];
  /** What the doctor finds. */
  examine(): Promise<readonly Check[]>;
  /** Puts damaged data right as somebody decided. */
  recover(choice: RecoveryChoice): Promise<Result<Recovered>>;
  /** Goes on after a crash loop. */
  resumeExecutions(): void;
  /** The expressions and code of an integration that cannot be read. */
  checkProgram(
    program: Pick<IntegrationDraft, 'trigger' | 'dataProcessing' | 'workflow'>,
    installed: Installed,
  ): Promise<readonly FieldIssue[]>;
  /** Runs drafts in a thread of its own, so that calls wait for none of them. */
  readonly dryRuns: Pick<RunPort, 'execute'>;
  /** Connects as it says, apart from everything else. */
  testConnection(connection: Connection): Promise<ConnectionTest>;
  /** The key of this life that test calls carry. */
  readonly testKey: string;
  /** Milliseconds since 1970. */
  now(): number;
}

/** What a carrier tells with each request. */
export interface RpcContext {
  readonly signedIn: SignedIn;
  readonly isCommandLine?: boolean;
  /** Bytes that the carrier has not sent yet; streams wait while it is much. */
  readonly backlog?: () => number;
}
