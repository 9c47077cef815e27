// The secrets of triggers, who is let in by them, and the environment of workflows: all are of the data key, and follow it
// when it changes.
import { randomBytes } from 'node:crypto';
import { createAuthDeps } from './call/auth/create-auth-deps.ts';
import { createVerifier } from './call/auth/index.ts';
import { rememberDigests } from './call/auth/remember-digests.ts';
import { createConsumers } from './call/consumers.ts';
import { createKeyring } from './call/keyring.ts';
import { createMissingSecrets } from './call/missing-secrets.ts';
import { createRegistry } from './call/registry.ts';
import { createEnvironment } from './environment/environment.ts';
import type { Host, OuterKey } from './host.ts';
import type { ConfigStore, KeptSecret, SealedRow } from './ports/config-store.ts';
import { keyBytes } from './secrets/outer-key.ts';
import { createSecretBox } from './secrets/secret-box.ts';
import { createAccessTokens } from './secrets/access-tokens.ts';
import { createVault } from './secrets/vault.ts';
import type { Alarms } from './upkeep/alarms.ts';
import { type DataKeyStatus, dataKeyRemedy, notOpenWords } from '#shared/model/data-key.ts';

interface Around extends Omit<Parameters<typeof createAuthDeps>[0], 'digest' | 'keyring' | 'consumers'> {
  readonly alarms: Alarms;
}

export function keepSecrets(
  config: ConfigStore,
  { outerKeys, laterKeys, dataFolder }: Pick<Host, 'outerKeys' | 'laterKeys' | 'dataFolder'>,
  { alarms, ...around }: Around,
) {
  const vault = createVault(config, outerKeys);
  const keyring = createKeyring(vault, []);
  const consumers = createConsumers();
  const environment = createEnvironment(vault, dataFolder);
  // Until the data key is opened, and where it is lost, nobody has a key.
  let digest = rememberDigests(createSecretBox(randomBytes(keyBytes)).digest);
  const { auth, testKey } = createAuthDeps({ ...around, keyring, consumers, digest: (text) => digest(text) });
  const registry = createRegistry((trigger) => createVerifier(trigger, auth));

  const missing = createMissingSecrets({
    registry,
    environment,
    areBodiesOpen: () => vault.bodies() !== null,
    dataKey: vault.status,
  });

  function verifyAnew(): void {
    for (const { integration } of registry.all()) registry.put(integration);
  }

  vault.onChanged((rows) => {
    digest = rememberDigests(vault.digest);
    keyring.add(rows.flatMap(secretIn));
    environment.reseal(rows);
    verifyAnew();
    alarms.set('data_key_lost', null);
  });

  /** Where the data key cannot be opened, an alarm says what to do. */
  async function open(by: readonly OuterKey[]): Promise<void> {
    await vault.unlock(by);
    const status = vault.status();
    if (status.isLost) return alarms.set('data_key_lost', lostText(status));
    // Those too whose value is kept nowhere.
    keyring.add(await config.secrets());
    verifyAnew();
  }

  return {
    access: createAccessTokens(config, around.now),
    vault,
    keyring,
    consumers,
    registry,
    environment,
    missing,
    testKey,
    /** Takes up what is kept, and once more when a keychain has answered late. */
    async unlock(): Promise<void> {
      await open(outerKeys);
      for (const consumer of await config.consumers()) consumers.put(consumer);
      environment.change({
        values: { saves: await config.environment(), removes: [] },
        connections: { saves: await config.connections(), removes: [] },
      });
      laterKeys?.()
        .then(open)
        .catch((error: unknown) => around.report('the data key cannot be opened later', error));
    },
  };
}

const secretIn = ({ table, id, digest, sealed }: SealedRow): KeptSecret[] =>
  table === 'secrets' && digest !== null ? [{ id, digest, sealed }] : [];

const lostText = (status: DataKeyStatus): string =>
  `${notOpenWords(status)} Secrets cannot be read: triggers that need keys answer 503, calls whose workflow needs a secret wait, and HTTPS shows a certificate made for this life. All else works, and nothing was changed. ${dataKeyRemedy(status)}`;
