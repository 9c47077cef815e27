import type { ConfigStore } from '#main/ports/config-store.ts';
import { AccessToken } from '#shared/model/access.ts';
import { Consumer } from '#shared/model/consumer.ts';
import { Integration } from '#shared/model/integration.ts';
import { NotificationRule } from '#shared/model/notification.ts';
import { Settings } from '#shared/model/setting.ts';
import type { ConfigTables } from './config-tables.ts';
import type { StoreThread } from './thread.ts';

/** Documents cross from the writer as texts and are read here, so that its thread does without the schemas. */
export function configStore({ operation }: Pick<StoreThread<ConfigTables>, 'operation'>): ConfigStore {
  const integrations = operation('integrations');
  const version = operation('version');
  const accessTokens = operation('accessTokens');
  const settings = operation('settings');
  const consumers = operation('consumers');
  const rules = operation('notificationRules');
  return {
    integrations: async () => (await integrations()).map((text) => Integration.parse(JSON.parse(text))),
    versions: operation('versions'),
    async version(of) {
      const text = await version(of);
      return text === null ? null : Integration.parse(JSON.parse(text));
    },
    save: operation('save'),
    consumers: async () => (await consumers()).map((text) => Consumer.parse(JSON.parse(text))),
    secrets: operation('secrets'),
    environment: operation('environment'),
    connections: operation('connections'),
    notificationRules: async () => (await rules()).map((text) => NotificationRule.parse(JSON.parse(text))),
    accessTokens: async () =>
      (await accessTokens()).map(({ document, digest }) => ({
        token: AccessToken.parse(JSON.parse(document)),
        digest,
      })),
    saveAccessToken: operation('saveAccessToken'),
    removeAccessToken: operation('removeAccessToken'),
    dataKey: operation('dataKey'),
    sealedRows: operation('sealedRows'),
    changeDataKey: operation('changeDataKey'),
    settings: async () => Settings.parse(JSON.parse((await settings()) ?? '{}')),
    saveSettings: operation('saveSettings'),
    certificates: operation('certificates'),
    putCertificates: operation('putCertificates'),
    removeCertificate: operation('removeCertificate'),
  };
}
