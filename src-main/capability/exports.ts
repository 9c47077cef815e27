import { answering } from './base.ts';
import type { CapabilityDeps } from './deps.ts';
import { detailOf } from './detail-of.ts';
import { exportCalls } from './export/export-calls.ts';
import { supportBundle } from './export/support-bundle.ts';

export function exportCapability(deps: CapabilityDeps) {
  const { store, status } = deps;
  const os = answering.exports;
  return {
    calls: os.calls.handler(({ input: { format, selection }, signal, context }) => {
      const { version, httpBaseUrl, httpsBaseUrl } = status();
      const asked = {
        scans: store.calls,
        detail: (id: string) => detailOf(id, deps),
        version,
        baseUrl: httpBaseUrl ?? httpsBaseUrl ?? 'http://127.0.0.1',
        backlogBytes: context.backlog ?? (() => 0),
      };
      return exportCalls(selection, format, asked, signal);
    }),

    supportBundle: os.supportBundle.handler(async function* ({ input }) {
      for await (const part of supportBundle(input, deps)) {
        yield { base64: Buffer.from(part).toString('base64') };
      }
    }),
  };
}
