import { Button, Collapse, Stack } from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { useFormState, type FieldPath } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { messageWithin } from '#renderer/ui/message-at.ts';
import { Section } from '#renderer/ui/Section.tsx';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';

interface FoldedSectionProps {
  readonly form: DraftForm;
  readonly title: string;
  /** What stands on the button that folds. */
  readonly label: string;
  /** What the fold holds: it opens by itself when one of these is at fault. */
  readonly fields: readonly FieldPath<IntegrationDraftInput>[];
  /** Whether it begins open, since something in it is not as usual. */
  readonly beginsOpen: boolean;
  /** Always in sight. */
  readonly children?: ReactNode;
  readonly folded: ReactNode;
}

/** A section of which most triggers need the first part only. */
export function FoldedSection(props: FoldedSectionProps) {
  const { form, title, label, fields, beginsOpen, children, folded } = props;
  const [opened, setOpened] = useState(beginsOpen);
  const { errors } = useFormState({ control: form.control });
  const id = useId();
  // It stays open while the fault is mended.
  if (!opened && fields.some((name) => messageWithin(errors, name) !== undefined)) setOpened(true);
  const Mark = opened ? ChevronDown : ChevronRight;
  return (
    <Section
      title={title}
      aside={
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          aria-expanded={opened}
          aria-controls={id}
          leftSection={<Mark size={14} aria-hidden />}
          onClick={() => setOpened(!opened)}
        >
          {label}
        </Button>
      }
    >
      {children}
      <Collapse expanded={opened} id={id} transitionDuration={0}>
        <Stack gap="sm">{folded}</Stack>
      </Collapse>
    </Section>
  );
}
