import { htmlOf } from '#shared/hand-out/html.ts';
import { markdownOf } from '#shared/hand-out/markdown.ts';
import { consumerOpenapi, integrationOpenapi } from '#shared/hand-out/openapi.ts';
import { type Place, placeOf } from '#shared/hand-out/place.ts';
import { consumerSheet, integrationSheet, type Sheet } from '#shared/hand-out/sheet.ts';
import { consumersOf } from '#shared/model/consumers-of.ts';
import type { HandOutFormat } from '#shared/model/hand-out.ts';
import { problem } from '#shared/problem.ts';
import { answering } from './base.ts';
import type { CapabilityDeps } from './deps.ts';
import { toFailure } from './failing.ts';

export function handOutCapability({ registry, consumers, certificates, settings, status }: CapabilityDeps) {
  const os = answering.handOuts;

  const place = async (): Promise<Place> => {
    const now = status();
    // A command that opens the folder by itself has no listeners.
    const hasHttps = settings.current().https.on || now.listeners.some(({ kind }) => kind === 'https');
    return placeOf(now, await certificates.list(), hasHttps);
  };

  function integrationOf(id: string) {
    const live = registry.get(id);
    if (live === undefined) throw toFailure(problem('integration_not_found'));
    return live.integration;
  }

  /** With the integrations that let it in, by name. */
  function consumerOf(id: string) {
    const consumer = consumers.get(id);
    if (consumer === undefined) throw toFailure(problem('consumer_not_found'));
    const callable = registry
      .all()
      .map(({ integration }) => integration)
      .filter(({ trigger }) => consumersOf(trigger.authentication).includes(id))
      .toSorted((a, b) => a.name.localeCompare(b.name) || a.code.localeCompare(b.code));
    return [consumer, callable] as const;
  }

  return {
    integration: os.integration.handler(async ({ input: { id, format } }) =>
      pageOf(integrationSheet(integrationOf(id), await place()), format),
    ),
    integrationApi: os.integrationApi.handler(async ({ input: { id } }) =>
      integrationOpenapi(integrationOf(id), await place()),
    ),
    consumer: os.consumer.handler(async ({ input: { id, format } }) =>
      pageOf(consumerSheet(...consumerOf(id), await place()), format),
    ),
    consumerApi: os.consumerApi.handler(async ({ input: { id } }) =>
      consumerOpenapi(...consumerOf(id), await place()),
    ),
  };
}

const pageOf = (sheet: Sheet, format: HandOutFormat) => {
  // Labels of consumers are free text.
  const name = sheet.title.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'consumer';
  const blocks = [...sheet.blocks];
  return format === 'html'
    ? { fileName: `${name}.html`, text: htmlOf(sheet), blocks }
    : { fileName: `${name}.md`, text: markdownOf(sheet), blocks };
};
