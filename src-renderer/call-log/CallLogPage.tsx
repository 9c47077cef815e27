import { Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface CallLogPageProps {
  /** `code/name`, where only the calls of one integration are shown. */
  readonly integration?: string;
  /** Draws one call beside the list. */
  readonly detail?: (callId: string, close: () => void) => ReactNode;
}

export function CallLogPage(_props: CallLogPageProps) {
  return <Title order={1}>Live log</Title>;
}
