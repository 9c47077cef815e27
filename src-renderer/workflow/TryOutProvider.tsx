import { useMutation } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { IntegrationDraft, type Integration } from '#shared/model/integration.ts';
import type { TypedResults } from '#shared/model/dry-run.ts';
import { fieldIssues } from '#shared/contract/field-issues.ts';
import { pathText } from '#shared/path.ts';
import { client } from '#renderer/app/client.ts';
import type { DraftForm } from '#renderer/app/draft.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { ExpressionAidContext } from '#renderer/ui/expression-aid.ts';
import { aidOf } from './aid-of.ts';
import { DraftFault, TryOutContext, type DryRunOrder, type Results } from './try-out.ts';
import { useListening } from './use-listening.ts';
import { usePreview } from './use-preview.ts';
import { useSample } from './use-sample.ts';

interface TryOutProviderProps {
  readonly form: DraftForm;
  readonly base: Integration | null;
  /** Whether a tab is shown on which something is tried out. */
  readonly isShown: boolean;
  readonly children: ReactNode;
}

/** Tries a draft out as it is typed, for the tabs below it. */
export function TryOutProvider({ form, base, isShown, children }: TryOutProviderProps) {
  const sample = useSample(base, isShown);
  const byRole = useReasonAgainst('designer');
  const [results, setResults] = useState<Results>({});
  const preview = usePreview({ form, sample: sample.sample, results, isShown: isShown && byRole === null });
  const aid = useMemo(
    () =>
      aidOf(preview, () => {
        const { trigger, workflow = [] } = form.getValues();
        return { parameters: (trigger.queryParameters ?? []).map(({ name }) => name), workflow };
      }),
    [preview, form],
  );
  const setResult = (step: string, value: unknown) =>
    setResults(({ [step]: _before, ...others }) =>
      value === undefined ? others : { ...others, [step]: value },
    );

  const dryRun = useMutation({
    mutationFn: async ({ until, send = [] }: DryRunOrder) => {
      const draft = draftUntil(form, until);
      if (sample.sample === null) throw new DraftFault('There is no sample.');
      return client.drafts.dryRun({
        draft,
        sample: sample.sample,
        results: results as TypedResultsOf,
        send: [...send],
      });
    },
    // What was really answered once stands in from then on, so that nothing is sent twice.
    onSuccess: ({ steps }, { send = [] }) => {
      for (const { name, state, output } of steps) {
        if (send.includes(name) && state === 'succeeded') setResult(name, readResult(output));
      }
    },
  });
  const listening = useListening({
    integration: base === null ? null : `${base.code}/${base.name}`,
    run: (callId) =>
      client.drafts.dryRun({ draft: draftUntil(form, undefined), sample: { callId }, results: {}, send: [] }),
  });
  return (
    <TryOutContext
      value={{
        sample,
        preview,
        results,
        setResult,
        run: (order = {}) => dryRun.mutate(order),
        reason: byRole ?? (sample.sample === null ? 'Choose a call, or make a request up, first.' : null),
        isRunning: dryRun.isPending,
        dryRun: dryRun.data ?? null,
        error: dryRun.error,
        close: dryRun.reset,
        listening,
      }}
    >
      <ExpressionAidContext value={aid}>{children}</ExpressionAidContext>
    </TryOutContext>
  );
}

type TypedResultsOf = ReturnType<(typeof TypedResults)['parse']>;

/** The draft, if it is one; else what is wrong with it, in words. */
function draftUntil(form: DraftForm, until: number | undefined): IntegrationDraft {
  const values = form.getValues();
  const workflow = until === undefined ? values.workflow : values.workflow?.slice(0, until + 1);
  // A draft without a name can be tried as well.
  const parsed = IntegrationDraft.safeParse({
    ...values,
    name: values.name === '' ? 'new' : values.name,
    workflow,
  });
  if (parsed.success) return parsed.data;
  const [first] = fieldIssues(parsed.error.issues);
  throw new DraftFault(`${pathText(first?.path ?? [])}: ${first?.message ?? 'This is not valid.'}`);
}

/** One that was cut is no JSON any more. */
function readResult(output: string | null): unknown {
  try {
    return output === null ? undefined : JSON.parse(output);
  } catch {
    return undefined;
  }
}
