// One integration on its tabs. It owns the draft and what it was made from; the tabs of the features fill it in.
import { useHotkeys } from '@mantine/hooks';
import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { useLocation } from 'wouter';
import { ReadOnlyNote } from '#renderer/ui/ReadOnlyNote.tsx';
import { carrySampleTo } from '#renderer/workflow/sample-choice.ts';
import { makeCode } from '#renderer/trigger-setup/make-code.ts';
import { TestPanel } from '#renderer/trigger-setup/TestPanel.tsx';
import { IntegrationDraft, type Integration, type IntegrationDraftInput } from '#shared/model/integration.ts';
import { emptyForm, formOf } from './draft.ts';
import { tabOf } from './first-fault.ts';
import { IntegrationHead } from './IntegrationHead.tsx';
import { IntegrationTabs } from './IntegrationTabs.tsx';
import { knownTab, tabNames } from './tab-names.ts';
import { useLeaveGuard } from './leave-guard.ts';
import { useReasonAgainst } from './role.ts';
import { isSameDraft } from './same-draft.ts';
import { SaveNotes } from './SaveNotes.tsx';
import { useIsChanged } from './use-is-changed.ts';
import { useRevalidation } from './use-revalidation.ts';
import { useSaid } from './use-said.ts';
import { useSave } from './use-save.ts';
import { whatSavingChanged } from './what-saving-changed.ts';

interface IntegrationEditorProps {
  /** The newest saved version; null while there is none. */
  readonly saved: Integration | null;
  readonly tab: string;
  readonly callDetail: (id: string, close: () => void) => ReactNode;
  /** A new one has its id. */
  readonly onMade: (id: string) => void;
}

export function IntegrationEditor({ saved, tab: wantedTab, callDetail, onMade }: IntegrationEditorProps) {
  const [base, setBase] = useState(saved);
  // Grows when the draft is replaced, so that fields with a text of their own begin anew.
  const [replaced, setReplaced] = useState(0);
  const [fault, setFault] = useState<{ readonly path: string } | null>(null);
  const shownFault = useRef(fault);
  const [isTesting, setTesting] = useState(false);
  const [, navigate] = useLocation();
  const [beginning] = useState<IntegrationDraftInput>(() =>
    // Its code is made here, so that the address is seen before saving.
    saved === null ? emptyForm(makeCode()) : formOf(saved),
  );
  const form = useForm<IntegrationDraftInput, unknown, IntegrationDraft>({
    // As `values`, which never change: the type of `defaultValues` does not end where JSON may nest.
    values: beginning,
    resolver: zodResolver(IntegrationDraft),
    shouldFocusError: false,
    reValidateMode: 'onSubmit',
  });
  useRevalidation(form);
  const [said, say] = useSaid(form);
  const isDirty = useIsChanged(form, base === null ? beginning : formOf(base));
  const home = `/integrations/${base?.id ?? 'new'}`;
  const tab = knownTab(wantedTab, base !== null);
  useLeaveGuard(isDirty, (place) => place === home || place.startsWith(`${home}/`));

  const { save, error, isSaving, forgetError } = useSave({
    form,
    base,
    onSaved: (integration, sent) => {
      const kept = formOf(integration);
      // Not by `reset`, which would make every row of a list anew: whoever types on would lose field and cursor.
      for (const [path, value] of whatSavingChanged(form.getValues(), sent, kept)) {
        form.setValue(path as 'name', value as string);
      }
      setBase(integration);
      say(savedAs(integration.version, isSameDraft(form.getValues(), kept)));
      if (integration.version > 1) return;
      carrySampleTo(integration.id);
      onMade(integration.id);
    },
    onFaults: (paths) => {
      const [first] = paths;
      if (first === undefined) return;
      say(notSaved(paths.length, tabNames[tabOf(first)] ?? ''), true);
      setFault({ path: first });
    },
  });
  const isMade = saved === null && base !== null;
  useEffect(() => {
    if (isMade) navigate(`${home}/${tab}`, { replace: true });
  }, [isMade, home, tab, navigate]);
  // Not where it was found: the page may have moved since the save was asked for.
  useEffect(() => {
    if (fault === null || fault === shownFault.current) return;
    if (tabOf(fault.path) === tab) {
      shownFault.current = fault;
      focusField(form.setFocus, fault.path);
    } else navigate(`${home}/${tabOf(fault.path)}`);
  }, [fault, home, tab, form, navigate]);

  const byRole = useReasonAgainst('designer', 'Changing it');
  const isNew = saved === null;
  useEffect(() => {
    if (isNew) form.setFocus('name');
  }, [isNew, form]);

  const submit = () => {
    say('');
    if (base === null || isDirty) void save();
    else say('There is nothing to save.');
  };
  useHotkeys([['mod+S', submit]], [], true);
  const replaceDraft = (integration: Integration, words: string) => {
    form.reset(formOf(integration));
    setBase(integration);
    setReplaced(replaced + 1);
    say(words);
    forgetError();
  };

  return (
    <FormProvider {...form}>
      <IntegrationTabs
        form={form}
        base={base}
        home={home}
        tab={tab}
        isDirty={isDirty}
        replaced={replaced}
        onRestored={(integration, from) =>
          replaceDraft(integration, `Version ${from} is back as version ${integration.version}, live now.`)
        }
        callDetail={callDetail}
        head={
          <>
            <IntegrationHead
              form={form}
              base={base}
              said={said}
              isDirty={isDirty}
              isSaving={isSaving}
              isTesting={isTesting}
              onTest={() => setTesting(!isTesting)}
              onSave={submit}
            />
            <ReadOnlyNote reason={byRole} />
            <SaveNotes
              form={form}
              error={error}
              base={base}
              saved={saved}
              isDirty={isDirty}
              onSaveOver={(integration) => void save(integration)}
              onLoad={(integration) => replaceDraft(integration, `Version ${integration.version} is loaded.`)}
            />
          </>
        }
      >
        {isTesting && base && (
          <TestPanel integration={base} isDirty={isDirty} onClose={() => setTesting(false)} />
        )}
      </IntegrationTabs>
    </FormProvider>
  );
}

const savedAs = (version: number, isAll: boolean): string =>
  isAll
    ? `Saved. Version ${version} is live now.`
    : `Version ${version} is live now. What was typed since is not saved.`;
const notSaved = (faults: number, tab: string): string =>
  faults === 1
    ? `Not saved: one field is not valid, on ${tab}.`
    : `Not saved: ${faults} fields are not valid, the first on ${tab}.`;

/** A field that stands in no input of its own (a key in the table) is shown by its error only. */
function focusField(setFocus: (name: 'name') => void, path: string): void {
  // A fault may lie within a field's value; a name that is no field is let pass by the form.
  path.split('.').forEach((_part, at, parts) => setFocus(parts.slice(0, at + 1).join('.') as 'name'));
  document.activeElement?.scrollIntoView({ block: 'nearest' });
}
