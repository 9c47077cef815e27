import { Group, Input } from '@mantine/core';
import {
  lazy,
  Suspense,
  useCallback,
  useId,
  useImperativeHandle,
  useRef,
  type ReactNode,
  type Ref,
} from 'react';
import styles from './CodeField.module.css';

export type CodeLanguage = 'javascript' | 'json' | 'jsonata';

/** What a form may do with the editor. */
export interface CodeHandle {
  focus(): void;
}

// The editor is larger than the rest of the screens together.
const CodeEditor = lazy(async () => ({ default: (await import('./CodeEditor.tsx')).CodeEditor }));

/** A labelled editor for code, an expression or JSON. */
export function CodeField({
  label,
  aside,
  description,
  error,
  ref,
  ...editor
}: {
  label: string;
  /** Stands beside the label. */
  aside?: ReactNode;
  description?: string;
  error?: string;
  value: string;
  language: CodeLanguage;
  onChange?: (value: string) => void;
  onBlur?: () => void;
  ref?: Ref<CodeHandle>;
  minLines?: number;
  readOnly?: boolean;
}) {
  const id = useId();
  const handle = useRef<CodeHandle>(null);
  const isAwaited = useRef(false);
  useImperativeHandle(ref, () => ({
    focus: () => {
      isAwaited.current = handle.current === null;
      handle.current?.focus();
    },
  }));
  // A fault on another tab asks for the focus while the editor is still being loaded.
  const take = useCallback((loaded: CodeHandle | null) => {
    handle.current = loaded;
    if (loaded === null || !isAwaited.current) return;
    isAwaited.current = false;
    loaded.focus();
  }, []);
  const describedBy = `${id}-description ${id}-error`;
  return (
    <div>
      <Group gap="sm">
        <Input.Label size="xs" labelElement="div" id={`${id}-label`}>
          {label}
        </Input.Label>
        {aside}
      </Group>
      <Input.Description size="xs" id={`${id}-description`}>
        {description}
      </Input.Description>
      <div className={styles.frame} data-invalid={error === undefined ? undefined : true}>
        <Suspense fallback={<div className={styles.loading}>Loading the editor…</div>}>
          <CodeEditor
            {...editor}
            handle={take}
            labelledBy={`${id}-label`}
            describedBy={describedBy}
            invalid={error !== undefined}
          />
        </Suspense>
      </div>
      <Input.Error size="xs" id={`${id}-error`}>
        {error}
      </Input.Error>
    </div>
  );
}
