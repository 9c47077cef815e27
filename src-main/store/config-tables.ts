// Integrations, their versions, secrets, named values, connections, rules of notifications, access tokens, certificates and settings. Small, so that it is read whole at start.
import type { KeptAccessToken } from '#main/ports/access.ts';
import type { ConfigStore, KeptCertificate, KeptSecret } from '#main/ports/config-store.ts';
import type { IntegrationVersion } from '#shared/model/integration.ts';
import { keptIdsOf, secretIdsOf } from '#shared/model/secrets-of.ts';
import { type DataKeyTable, dataKeyTable } from './data-key-table.ts';
import { namedTable } from './named-table.ts';
import { ruleTable } from './notification-table.ts';
import type { Db } from './open.ts';

type Tables<K extends keyof ConfigStore> = {
  [Name in K]: (...of: Parameters<ConfigStore[Name]>) => Awaited<ReturnType<ConfigStore[Name]>>;
};

/** As the writer has it: documents as the texts they are kept as. */
export type ConfigTables = Tables<
  | 'versions'
  | 'save'
  | 'secrets'
  | 'environment'
  | 'connections'
  | 'saveSettings'
  | 'saveAccessToken'
  | 'removeAccessToken'
  | 'certificates'
  | 'putCertificates'
  | 'removeCertificate'
> &
  DataKeyTable & {
    integrations(): readonly string[];
    consumers(): readonly string[];
    notificationRules(): readonly string[];
    version(of: Parameters<ConfigStore['version']>[0]): string | null;
    accessTokens(): readonly { readonly document: string; readonly digest: string }[];
    /** Null where none were ever saved. */
    settings(): string | null;
  };

export function configTables(db: Db): ConfigTables {
  const current = db.prepare(`
    SELECT v.document FROM integrations i JOIN integration_versions v USING (id, version) ORDER BY i.name, i.code`);
  const history = db.prepare(`
    SELECT version, saved_at AS savedAt, restored_from AS restoredFrom, saved_by AS savedBy
    FROM integration_versions
    WHERE id = ? ORDER BY version DESC`);
  const oneVersion = db
    .prepare('SELECT document FROM integration_versions WHERE id = @id AND version = @version')
    .pluck();
  const currentVersion = db.prepare('SELECT version FROM integrations WHERE id = ?').pluck();
  const owner = db.prepare('SELECT id FROM integrations WHERE code = ? AND name = ? AND id <> ?').pluck();
  const putIntegration = db.prepare(`
    INSERT INTO integrations (id, code, name, version) VALUES (@id, @code, @name, @version)
    ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, version = excluded.version`);
  const putVersion = db.prepare(`
    INSERT INTO integration_versions (id, version, saved_at, restored_from, saved_by, document)
    VALUES (@id, @version, @savedAt, @restoredFrom, @savedBy, @document)`);
  const remove = db.prepare('DELETE FROM integrations WHERE id = ?');
  const putSecret = db.prepare(`
    INSERT INTO secrets (id, integration_id, consumer_id, digest, sealed) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET digest = excluded.digest, sealed = excluded.sealed`);
  const dropSecrets = db.prepare(`
    DELETE FROM secrets WHERE integration_id = ? AND id NOT IN (SELECT value FROM json_each(?))`);
  const allConsumers = db.prepare('SELECT document FROM consumers');
  const putConsumer = db.prepare(`
    INSERT INTO consumers (id, document) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET document = excluded.document`);
  const removeConsumer = db.prepare('DELETE FROM consumers WHERE id = ?');
  const dropConsumerSecrets = db.prepare(`
    DELETE FROM secrets WHERE consumer_id = ? AND id NOT IN (SELECT value FROM json_each(?))`);
  const environment = namedTable(db, 'environment');
  const connections = namedTable(db, 'connections');
  const rules = ruleTable(db);
  const allSecrets = db.prepare('SELECT id, digest, sealed FROM secrets');
  const allTokens = db.prepare('SELECT document, digest FROM access_tokens');
  const putToken = db.prepare(`
    INSERT INTO access_tokens (id, label, digest, document) VALUES (?, ?, ?, ?) ON CONFLICT (label) DO NOTHING`);
  const dropToken = db.prepare('DELETE FROM access_tokens WHERE id = ?');
  const readSettings = db.prepare(`SELECT document FROM settings WHERE name = 'settings'`).pluck();
  const writeSettings = db.prepare(`
    INSERT INTO settings (name, document) VALUES ('settings', ?)
    ON CONFLICT (name) DO UPDATE SET document = excluded.document`);
  const allCertificates = db.prepare('SELECT id, document, sealed FROM certificates ORDER BY rowid');
  const putCertificate = db.prepare(`
    INSERT INTO certificates (id, document, sealed) VALUES (@id, @document, @sealed)
    ON CONFLICT (id) DO UPDATE SET document = excluded.document, sealed = excluded.sealed`);
  const removeCertificate = db.prepare('DELETE FROM certificates WHERE id = ?');

  type Change = Parameters<ConfigStore['save']>[0];
  type Answer = Awaited<ReturnType<ConfigStore['save']>>;

  function refusal({ saves }: Change): Exclude<Answer, { kind: 'saved' }> | null {
    for (const [at, { integration }] of saves.entries()) {
      const version = (currentVersion.get(integration.id) as number | undefined) ?? 0;
      if (integration.version !== version + 1) return { kind: 'stale', id: integration.id };
      const by = owner.get(integration.code, integration.name, integration.id) as string | undefined;
      if (by !== undefined) return { kind: 'addressTaken', at, by };
    }
    return null;
  }

  const save = db.transaction((change: Change): Answer => {
    for (const id of change.removes) remove.run(id);
    const refused = refusal(change);
    if (refused !== null) throw new Refused(refused);
    for (const { integration, restoredFrom, savedBy, newSecrets } of change.saves) {
      const { id, code, name, version, savedAt } = integration;
      putIntegration.run({ id, code, name, version });
      putVersion.run({ id, version, savedAt, restoredFrom, savedBy, document: JSON.stringify(integration) });
      for (const secret of newSecrets) putSecret.run(secret.id, id, null, secret.digest, secret.sealed);
      const kept = secretIdsOf(integration.trigger.authentication);
      dropSecrets.run(id, JSON.stringify(kept));
    }
    for (const { consumer, newSecrets } of change.consumers.saves) {
      const { id } = consumer;
      putConsumer.run(id, JSON.stringify(consumer));
      for (const secret of newSecrets) putSecret.run(secret.id, null, id, secret.digest, secret.sealed);
      dropConsumerSecrets.run(id, JSON.stringify(keptIdsOf(consumer)));
    }
    for (const id of change.consumers.removes) removeConsumer.run(id);
    environment.change(change.environment);
    connections.change(change.connections);
    rules.change(change.notifications);
    if (change.settings !== null) writeSettings.run(JSON.stringify(change.settings));
    return { kind: 'saved' };
  });

  return {
    integrations: () => current.pluck().all() as string[],
    consumers: () => allConsumers.pluck().all() as string[],
    versions: (id) => history.all(id) as IntegrationVersion[],
    version: (of) => (oneVersion.get(of) as string | undefined) ?? null,
    save(change) {
      try {
        return save.immediate(change);
      } catch (error) {
        // Thrown only to undo what the transaction had done so far.
        if (error instanceof Refused) return error.answer;
        throw error;
      }
    },
    secrets: () => allSecrets.all() as KeptSecret[],
    environment: environment.all,
    connections: connections.all,
    notificationRules: () => rules.all().map(({ document }) => document),
    accessTokens: () => allTokens.all() as { document: string; digest: string }[],
    saveAccessToken: ({ token, digest }: KeptAccessToken) =>
      putToken.run(token.id, token.label, digest, JSON.stringify(token)).changes === 1,
    removeAccessToken: (id) => void dropToken.run(id),
    ...dataKeyTable(db),
    settings: () => (readSettings.get() as string | undefined) ?? null,
    saveSettings: (settings) => void writeSettings.run(JSON.stringify(settings)),
    certificates: () => allCertificates.all() as KeptCertificate[],
    putCertificates: db.transaction((kept: readonly KeptCertificate[]) => {
      for (const one of kept) putCertificate.run(one);
    }),
    removeCertificate: (id) => void removeCertificate.run(id),
  };
}

class Refused extends Error {
  readonly answer: Exclude<Awaited<ReturnType<ConfigStore['save']>>, { kind: 'saved' }>;

  constructor(answer: Refused['answer']) {
    super(answer.kind);
    this.answer = answer;
  }
}
