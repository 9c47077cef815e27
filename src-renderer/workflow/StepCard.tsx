import { ActionIcon, Group, Paper, Text } from '@mantine/core';
import { ArrowDown, ArrowUp, ChevronDown, ChevronRight, Trash2 } from 'lucide-react';
import { useId, type KeyboardEvent } from 'react';
import { useWatch } from 'react-hook-form';
import type { StepKind } from '#shared/model/step.ts';
import type { DraftForm } from '#renderer/app/draft.ts';
import { SchemaForm } from '#renderer/ui/SchemaForm.tsx';
import { stepKind } from './step-kinds.ts';
import styles from './StepCard.module.css';

interface StepCardProps {
  readonly form: DraftForm;
  readonly at: number;
  readonly count: number;
  readonly kind: StepKind;
  readonly isFolded: boolean;
  readonly onToggle: () => void;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
}

/** One step: its place, name and kind, and its fields below. Alt with an arrow moves it from the keyboard. */
export function StepCard({ form, at, count, kind, isFolded, onToggle, onMove, onRemove }: StepCardProps) {
  const { control } = form;
  const name = useWatch({ control, name: `workflow.${at}.name` });
  const body = useId();
  const { title, schema } = stepKind(kind);
  const opened = !isFolded;
  const called = `step ${at + 1}, ${name}`;
  const moveByKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (!event.altKey || by === 0) return;
    event.preventDefault();
    onMove(at + by);
  };
  return (
    <Paper component="li" withBorder mb="xs" className={styles.card}>
      <Group justify="space-between" wrap="nowrap" gap="xs" className={styles.head}>
        <button
          type="button"
          className={styles.title}
          aria-expanded={opened}
          aria-controls={body}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
          onClick={onToggle}
          onKeyDown={moveByKey}
        >
          {opened ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
          <span className="quiet">{at + 1}</span>
          <span className={styles.name}>{name}</span>
          {!isNamedByKind(name, kind) && (
            <Text span c="dimmed" size="xs">
              {title}
            </Text>
          )}
        </button>
        <Group gap={2} wrap="nowrap">
          <ActionIcon aria-label={`Move up: ${called}`} disabled={at === 0} onClick={() => onMove(at - 1)}>
            <ArrowUp size={15} aria-hidden />
          </ActionIcon>
          <ActionIcon
            aria-label={`Move down: ${called}`}
            disabled={at === count - 1}
            onClick={() => onMove(at + 1)}
          >
            <ArrowDown size={15} aria-hidden />
          </ActionIcon>
          <ActionIcon aria-label={`Remove: ${called}`} onClick={onRemove}>
            <Trash2 size={15} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      {opened && (
        <div id={body} className={styles.body}>
          <SchemaForm schema={schema} path={`workflow.${at}`} />
        </div>
      )}
    </Paper>
  );
}

/** `respond2` says already what it is. */
const isNamedByKind = (name: string | undefined, kind: StepKind): boolean =>
  name?.replace(/\d+$/, '') === kind;
