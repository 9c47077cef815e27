import { answering } from './base.ts';
import type { CapabilityDeps } from './deps.ts';
import { dryRun } from './dry-run.ts';
import { preview } from './preview.ts';

export function draftCapability(deps: CapabilityDeps) {
  const os = answering.drafts;
  return {
    dryRun: os.dryRun.handler(({ input }) => dryRun(input, deps)),
    preview: os.preview.handler(({ input }) => preview(input, deps)),
  };
}
