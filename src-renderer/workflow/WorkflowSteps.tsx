// The Workflow tab: the steps from top to bottom. What a step of a kind has to fill in is drawn from its
// schema; no kind is named here.
import { Button, Group, Input, Menu, Text } from '@mantine/core';
import { ChevronDown, Plus } from 'lucide-react';
import { useState } from 'react';
import { useFieldArray, useFormState } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { StepCard } from './StepCard.tsx';
import { newStep, stepKinds, type StepKindInfo } from './step-kinds.ts';

export function WorkflowSteps({ form }: { form: DraftForm }) {
  const steps = useFieldArray({ control: form.control, name: 'workflow', keyName: 'rowId' });
  // By place, since a save gives every row a new id.
  const [folded, setFolded] = useState<readonly boolean[]>(() =>
    steps.fields.map(() => steps.fields.length > mostOpened),
  );
  const faults = useFormState({ control: form.control, name: 'workflow' }).errors.workflow;
  // A fault must be seen, so it opens the card, which then stays open while it is mended.
  if (folded.some((isFolded, at) => isFolded && faults?.[at] !== undefined)) {
    setFolded(folded.map((isFolded, at) => isFolded && faults?.[at] === undefined));
  }
  const [said, setSaid] = useState('');
  const add = (kind: StepKindInfo) => {
    const step = newStep(kind, form.getValues('workflow')?.map(({ name }) => name) ?? []);
    setFolded([...folded, false]);
    steps.append(step, { focusName: `workflow.${steps.fields.length}.name` });
  };
  const move = (from: number, to: number) => {
    if (to < 0 || to >= steps.fields.length) return;
    steps.move(from, to);
    setFolded(folded.with(from, folded[to] ?? false).with(to, folded[from] ?? false));
    setSaid(`Moved to place ${to + 1} of ${steps.fields.length}.`);
  };
  const remove = (at: number) => {
    steps.remove(at);
    setFolded(folded.toSpliced(at, 1));
  };
  const menu = <AddStep onAdd={add} />;
  return (
    <>
      <Text c="dimmed" mb="sm">
        Steps run from top to bottom. Each sees <code>input</code>, <code>query</code>, <code>headers</code>,{' '}
        <code>body</code>, <code>bodyError</code>, <code>call</code> and <code>steps.name</code> of the steps
        before it; the result is that of the last step that ran.
      </Text>
      {steps.fields.length === 0 ? (
        <EmptyState
          title="No steps"
          text="Without steps the result of a call is the input that the data processing made."
        >
          {menu}
        </EmptyState>
      ) : (
        <>
          <ol style={{ listStyle: 'none', margin: 0, padding: 0 }} aria-label="Steps">
            {steps.fields.map((step, at) => (
              <StepCard
                key={step.rowId}
                form={form}
                at={at}
                count={steps.fields.length}
                kind={step.kind}
                isFolded={folded[at] === true}
                onToggle={() => setFolded(folded.with(at, folded[at] !== true))}
                onMove={(to) => move(at, to)}
                onRemove={() => remove(at)}
              />
            ))}
          </ol>
          {menu}
        </>
      )}
      <Input.Error size="xs">{form.formState.errors.workflow?.root?.message}</Input.Error>
      <div role="status" className="visually-hidden">
        {said}
      </div>
    </>
  );
}

/** More steps than this begin folded, so that the order is seen at a glance. */
const mostOpened = 2;

function AddStep({ onAdd }: { onAdd: (kind: StepKindInfo) => void }) {
  return (
    <Group>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<Plus size={14} aria-hidden />}
            rightSection={<ChevronDown size={14} aria-hidden />}
          >
            Add step
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {stepKinds.map((kind) => (
            <Menu.Item key={kind.kind} onClick={() => onAdd(kind)}>
              <span>{kind.title}</span>{' '}
              <Text span c="dimmed" size="xs">
                {kind.description}
              </Text>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
