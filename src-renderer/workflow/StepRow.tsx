import { ActionIcon, Group, Menu, Paper } from '@mantine/core';
import { useSortable } from '@dnd-kit/sortable';
import {
  ArrowDown,
  ArrowUp,
  ChevronDown,
  ChevronRight,
  Copy,
  EllipsisVertical,
  GripVertical,
  Play,
  Power,
  Trash2,
} from 'lucide-react';
import { useId, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import { useWatch } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { StepFields } from './StepFields.tsx';
import { gistOf } from './gist-of.ts';
import { stepKind, type StepDraft, type StepKindInfo } from './step-kinds.ts';
import styles from './StepRow.module.css';
import { ToChange, useOnlyRead } from '#renderer/ui/OnlyRead.tsx';

/** What may be done with a step. */
export interface StepDeeds {
  readonly toggle: () => void;
  readonly move: (by: -1 | 1) => void;
  readonly duplicate: () => void;
  readonly remove: () => void;
  /** Null where it cannot be run by itself. */
  readonly run: (() => void) | null;
}

interface StepRowProps {
  readonly form: DraftForm;
  /** Of the step in the form, such as `workflow.0`. */
  readonly path: 'workflow.0';
  readonly rowId: string;
  readonly at: number;
  readonly count: number;
  readonly isFolded: boolean;
  readonly deeds: StepDeeds;
  /** The steps inside of this one, where its kind has any. */
  readonly inner: (path: string, name: string) => ReactNode;
}

/** One step: a line that says what it is, and its fields below. Alt with an arrow moves it from the keyboard. */
export function StepRow({ form, path, rowId, at, count, isFolded, deeds, inner }: StepRowProps) {
  const step: (StepDraft & { readonly enabled?: boolean }) | undefined = useWatch({
    control: form.control,
    name: path,
  });
  const { setNodeRef, setActivatorNodeRef, listeners, attributes, transform, transition, isDragging } =
    useSortable({ id: rowId });
  const body = useId();
  const isOnlyRead = useOnlyRead();
  // For a moment, when it has just been taken out.
  if (step === undefined) return null;
  const info = stepKind(step.kind);
  const name = step.name;
  const called = `step ${at + 1}, ${name}`;
  const isOff = step.enabled === false;
  const moveByKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (!event.altKey || by === 0) return;
    event.preventDefault();
    deeds.move(by);
  };
  const style: CSSProperties = {
    transform: transform === null ? undefined : `translate3d(0, ${Math.round(transform.y)}px, 0)`,
    transition,
  };
  return (
    <Paper
      component="li"
      withBorder
      ref={setNodeRef}
      style={style}
      className={styles.row}
      data-dragged={isDragging || undefined}
      data-off={isOff || undefined}
    >
      <Group justify="space-between" wrap="nowrap" gap={2} className={styles.head}>
        <ToChange>
          <ActionIcon
            ref={setActivatorNodeRef}
            {...attributes}
            {...listeners}
            aria-label={`Drag: ${called}`}
            className={styles.handle}
          >
            <GripVertical size={14} aria-hidden />
          </ActionIcon>
        </ToChange>
        <button
          type="button"
          className={styles.title}
          aria-expanded={!isFolded}
          aria-controls={body}
          aria-keyshortcuts={isOnlyRead ? undefined : 'Alt+ArrowUp Alt+ArrowDown'}
          data-step={rowId}
          onClick={deeds.toggle}
          onKeyDown={isOnlyRead ? undefined : moveByKey}
        >
          {isFolded ? <ChevronRight size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
          <span className="quiet">{at + 1}</span>
          <strong className={styles.name}>{name}</strong>
          <Gist info={info} step={step} />
        </button>
        {isOff && <StateBadge tone="off" text="disabled" />}
        <ToChange>
          <StepMenu
            called={called}
            isFirst={at === 0}
            isLast={at === count - 1}
            deeds={deeds}
            enabled={
              'enabled' in info.schema.shape
                ? {
                    is: !isOff,
                    set: (next) =>
                      form.setValue(`${path}.enabled` as `${typeof path}.name`, next as never, {
                        shouldDirty: true,
                      }),
                  }
                : null
            }
          />
        </ToChange>
      </Group>
      {!isFolded && (
        <div id={body} className={styles.body}>
          <StepFields form={form} info={info} path={path} step={step} />
          {'steps' in info.schema.shape && <div className={styles.inner}>{inner(`${path}.steps`, name)}</div>}
        </div>
      )}
    </Paper>
  );
}

/** `respond2` says already what it is; beside any other name stands the kind. */
function Gist({ info, step }: { readonly info: StepKindInfo; readonly step: StepDraft }) {
  const gist = gistOf(info, step);
  const isNamedByKind = step.name?.replace(/\d+$/, '') === info.kind;
  return (
    <span className={styles.gist}>
      {!isNamedByKind && `${info.title} `}
      {gist !== '' && <code>{gist}</code>}
      {step.when !== undefined && step.when !== '' && (
        <>
          {' '}
          when <code>{step.when}</code>
        </>
      )}
    </span>
  );
}

function StepMenu({
  called,
  isFirst,
  isLast,
  deeds,
  enabled,
}: {
  readonly called: string;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly deeds: StepDeeds;
  /** Null for kinds that are always on. */
  readonly enabled: { readonly is: boolean; readonly set: (next: boolean) => void } | null;
}) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`More: ${called}`}>
          <EllipsisVertical size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {deeds.run && (
          <Menu.Item leftSection={<Play size={14} aria-hidden />} onClick={deeds.run}>
            Dry run to here
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<ArrowUp size={14} aria-hidden />}
          rightSection={<span className="quiet">Alt ↑</span>}
          disabled={isFirst}
          onClick={() => deeds.move(-1)}
        >
          Move up
        </Menu.Item>
        <Menu.Item
          leftSection={<ArrowDown size={14} aria-hidden />}
          rightSection={<span className="quiet">Alt ↓</span>}
          disabled={isLast}
          onClick={() => deeds.move(1)}
        >
          Move down
        </Menu.Item>
        <Menu.Item leftSection={<Copy size={14} aria-hidden />} onClick={deeds.duplicate}>
          Duplicate
        </Menu.Item>
        {enabled && (
          <Menu.Item leftSection={<Power size={14} aria-hidden />} onClick={() => enabled.set(!enabled.is)}>
            {enabled.is ? 'Disable' : 'Enable'}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Trash2 size={14} aria-hidden />} color="red" onClick={deeds.remove}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
