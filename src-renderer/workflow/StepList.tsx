import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
  type Announcements,
  type DragEndEvent,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { Button, Group, Input, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { get, useFieldArray, useFormState } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { AddStep } from './AddStep.tsx';
import { copyOf, newStep, type StepDraft, type StepKindInfo } from './step-kinds.ts';
import { stepNames } from './step-names.ts';
import { StepRow } from './StepRow.tsx';
import { ToChange } from '#renderer/ui/OnlyRead.tsx';

interface StepListProps {
  readonly form: DraftForm;
  /** Of the list in the form: the workflow, or the steps inside of one. */
  readonly path: 'workflow';
  /** What the steps stand inside of; left out for the workflow. */
  readonly within?: string;
  /** Runs the draft up to a step of the workflow. */
  readonly onRun?: (at: number) => void;
  /** What stands in its place while there are no steps. */
  readonly empty: (add: ReactNode) => ReactNode;
}

interface Removed {
  readonly step: StepDraft;
  readonly at: number;
}

/** More steps than this begin folded, so that the order is seen at a glance. */
const mostOpened = 2;

/** Steps from top to bottom: opened, moved, copied, taken out and put back. */
export function StepList({ form, path, within, onRun, empty }: StepListProps) {
  const { control, getValues } = form;
  const steps = useFieldArray({ control, name: path, keyName: 'rowId' });
  const count = steps.fields.length;
  const [folded, setFolded] = useState<readonly boolean[]>(() => steps.fields.map(() => count > mostOpened));
  const faults: unknown = get(useFormState({ control, name: path }).errors, path);
  // A fault must be seen, so it opens the step, which then stays open while it is mended.
  if (folded.some((isFolded, at) => isFolded && hasFault(faults, at))) {
    setFolded(folded.map((isFolded, at) => isFolded && !hasFault(faults, at)));
  }
  const [said, setSaid] = useState('');
  const [removed, setRemoved] = useState<Removed | null>(null);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );

  const add = (kind: StepKindInfo) => {
    setFolded([...folded, false]);
    setRemoved(null);
    steps.append(newStep(kind, stepNames(getValues('workflow'))), { focusName: `${path}.${count}.name` });
  };
  const move = (from: number, to: number) => {
    if (to < 0 || to >= count || to === from) return;
    steps.move(from, to);
    setFolded(folded.toSpliced(from, 1).toSpliced(to, 0, folded[from] === true));
    setSaid(`Moved to place ${to + 1} of ${count}.`);
  };
  const duplicate = (at: number) => {
    const step = getValues(`${path}.${at}`);
    if (step === undefined) return;
    steps.insert(at + 1, copyOf(step, stepNames(getValues('workflow'))), { shouldFocus: false });
    setFolded(folded.toSpliced(at + 1, 0, false));
    setSaid(`Duplicated at place ${at + 2}.`);
  };
  const remove = (at: number) => {
    const step = getValues(`${path}.${at}`);
    if (step === undefined) return;
    setRemoved({ step, at });
    steps.remove(at);
    setFolded(folded.toSpliced(at, 1));
  };
  const putBack = ({ step, at }: Removed) => {
    steps.insert(at, step, { shouldFocus: false });
    setFolded(folded.toSpliced(at, 0, false));
    setRemoved(null);
    setSaid(`${step.name} is back at place ${at + 1}.`);
  };
  const drop = ({ active, over }: DragEndEvent) => {
    const placeOf = (id: unknown) => steps.fields.findIndex(({ rowId }) => rowId === id);
    if (over !== null) move(placeOf(active.id), placeOf(over.id));
  };

  const addButton = (
    <ToChange>
      <AddStep {...(within !== undefined && { label: `Add step inside ${within}` })} onAdd={add} />
    </ToChange>
  );
  return (
    <>
      {count === 0 && removed === null ? (
        empty(addButton)
      ) : (
        <DndContext
          sensors={sensors}
          collisionDetection={closestCenter}
          onDragEnd={drop}
          accessibility={{ announcements: announcementsOf(steps.fields), screenReaderInstructions }}
        >
          <SortableContext
            items={steps.fields.map(({ rowId }) => rowId)}
            strategy={verticalListSortingStrategy}
          >
            <ol
              style={{ listStyle: 'none', margin: 0, padding: 0 }}
              aria-label={within === undefined ? 'Steps' : `Steps inside ${within}`}
            >
              {steps.fields.map(({ rowId }, at) => (
                <StepRow
                  key={rowId}
                  form={form}
                  path={`${path}.${at}` as 'workflow.0'}
                  rowId={rowId}
                  at={at}
                  count={count}
                  isFolded={folded[at] === true}
                  deeds={{
                    toggle: () => setFolded(folded.with(at, folded[at] !== true)),
                    move: (by) => move(at, at + by),
                    duplicate: () => duplicate(at),
                    remove: () => remove(at),
                    run: onRun === undefined ? null : () => onRun(at),
                  }}
                  inner={(below, name) => (
                    <StepList
                      form={form}
                      path={below as 'workflow'}
                      within={name}
                      empty={(button) => button}
                    />
                  )}
                />
              ))}
            </ol>
          </SortableContext>
          {removed !== null && (
            <Group gap="xs" mb="xs" role="status">
              <Text c="dimmed">{removed.step.name} was deleted.</Text>
              <Button variant="default" size="compact-xs" autoFocus onClick={() => putBack(removed)}>
                Undo
              </Button>
            </Group>
          )}
          {addButton}
        </DndContext>
      )}
      <Input.Error size="xs">{messageOf(faults)}</Input.Error>
      <div role="status" className="visually-hidden">
        {said}
      </div>
    </>
  );
}

/** Of the list as a whole, such as that it is empty. */
function messageOf(faults: unknown): string | undefined {
  const message: unknown = get(faults, 'root.message') ?? get(faults, 'message');
  return typeof message === 'string' ? message : undefined;
}

const hasFault = (faults: unknown, at: number): boolean =>
  Array.isArray(faults) && faults[at] !== undefined && faults[at] !== null;

const screenReaderInstructions = {
  draggable:
    'Press space to take the step, the arrow keys to move it, space to drop it, Escape to leave it where it was.',
};

function announcementsOf(
  fields: readonly { readonly rowId: string; readonly name?: string }[],
): Announcements {
  const placeOf = (id: unknown) => fields.findIndex(({ rowId }) => rowId === id);
  const nameOf = (id: unknown) => fields[placeOf(id)]?.name ?? 'The step';
  const over = (id: unknown) => `place ${placeOf(id) + 1} of ${fields.length}`;
  return {
    onDragStart: ({ active }) => `${nameOf(active.id)} is taken, at ${over(active.id)}.`,
    onDragOver: ({ active, over: target }) =>
      target === null ? undefined : `${nameOf(active.id)} would be at ${over(target.id)}.`,
    onDragEnd: ({ active, over: target }) =>
      target === null ? `${nameOf(active.id)} stays.` : `${nameOf(active.id)} is at ${over(target.id)}.`,
    onDragCancel: ({ active }) => `${nameOf(active.id)} stays where it was.`,
  };
}
