import { DryRun, DryRunRequest } from '../model/dry-run.ts';
import { Preview, PreviewRequest } from '../model/preview.ts';
import { designer } from './role.ts';

/** Problems: `call_not_found`, those of query parameters, and `input_invalid`. */
export const drafts = {
  dryRun: designer
    .route({
      method: 'POST',
      path: '/drafts/dry-run',
      summary: 'Run a draft for a call that came before, or for a made-up one, without sending anything',
    })
    .input(DryRunRequest)
    .output(DryRun),
  preview: designer
    .route({
      method: 'POST',
      path: '/drafts/preview',
      summary: 'What the expressions of a draft give for a sample, and what is wrong with them',
    })
    .input(PreviewRequest)
    .output(Preview),
};
