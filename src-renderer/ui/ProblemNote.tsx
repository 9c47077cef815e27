import { Alert, Group } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { failureOf } from '#shared/contract/failure.ts';
import { sayProblem } from './words.ts';

/** What a failed request said, in words; `children` are what can be done about it. */
export function ProblemNote({ error, children }: { error: unknown; children?: ReactNode }) {
  return <Note tone="problem" text={sayProblem(failureOf(error))}>{children}</Note>;
}

const colours = { problem: 'red', warning: 'orange', plain: 'gray' } as const;

/** A sentence that stands out. A problem is read out at once, a warning when it is reached. */
export function Note({
  tone,
  text,
  children,
}: {
  tone: keyof typeof colours;
  text: string;
  children?: ReactNode;
}) {
  return (
    <Alert
      role={tone === 'problem' ? 'alert' : 'note'}
      color={colours[tone]}
      variant="light"
      p="xs"
      icon={tone === 'plain' ? undefined : <TriangleAlert size={16} aria-hidden />}
      styles={{ message: { color: 'var(--mantine-color-text)' } }}
    >
      <Group justify="space-between" gap="xs">
        <span>{text}</span>
        {children && <Group gap="xs">{children}</Group>}
      </Group>
    </Alert>
  );
}
