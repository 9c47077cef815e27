// The Workflow tab: the steps from top to bottom. What a step of a kind has to fill in is drawn from its
// schema; no kind is named here.
import { Button, Group, Input, Menu, Text } from '@mantine/core';
import { ChevronDown, Plus } from 'lucide-react';
import { useState } from 'react';
import { useFieldArray } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { StepCard } from './StepCard.tsx';
import { newStep, stepKinds, type StepKindInfo } from './step-kinds.ts';

export function WorkflowSteps({ form }: { form: DraftForm }) {
  const steps = useFieldArray({ control: form.control, name: 'workflow', keyName: 'rowId' });
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState('');
  const add = (kind: StepKindInfo) => {
    const step = newStep(kind, form.getValues('workflow')?.map(({ name }) => name) ?? []);
    steps.append(step, { focusName: `workflow.${steps.fields.length}.name` });
  };
  const move = (from: number, to: number) => {
    if (to < 0 || to >= steps.fields.length) return;
    steps.move(from, to);
    setSaid(`Moved to place ${to + 1} of ${steps.fields.length}.`);
  };
  const toggle = (rowId: string) => {
    const next = new Set(folded);
    if (!next.delete(rowId)) next.add(rowId);
    setFolded(next);
  };
  const menu = <AddStep onAdd={add} />;
  return (
    <>
      <Text c="dimmed" mb="sm">
        Steps run from top to bottom. Each sees <code>input</code>, <code>query</code>, <code>headers</code>,{' '}
        <code>body</code>, <code>call</code> and <code>steps.name</code> of the steps before it; the result is
        that of the last step that ran.
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
                isFolded={folded.has(step.rowId)}
                onToggle={() => toggle(step.rowId)}
                onMove={(to) => move(at, to)}
                onRemove={() => steps.remove(at)}
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
