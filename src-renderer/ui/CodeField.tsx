import { Group, Input } from '@mantine/core';
import { useCallback, useId, useImperativeHandle, useRef, type ReactNode, type Ref } from 'react';
import type { CodeHandle } from './code/handle.ts';
import type { CodeLanguage } from './code/languages.ts';
import styles from './CodeField.module.css';
import { useFieldAid } from './expression-aid.ts';
import { Found } from './Found.tsx';
import { lazily } from './lazily.ts';
import { useOnlyRead } from './OnlyRead.tsx';

// The editor is larger than the rest of the screens together.
const CodeEditor = lazily(
  async () => (await import('./CodeEditor.tsx')).CodeEditor,
  <div className={styles.loading}>Loading the editor…</div>,
);

/** A labelled editor for code, an expression, a text or JSON. */
export function CodeField({
  label,
  hideLabel = false,
  aside,
  description,
  error,
  path,
  ref,
  readOnly = false,
  ...editor
}: {
  label: string;
  /** Shown to assistive technology only. */
  hideLabel?: boolean;
  /** Stands beside the label. */
  aside?: ReactNode;
  description?: string;
  error?: string;
  /** Of the form, where what is typed is looked at as one types. */
  path?: string;
  value: string;
  language: CodeLanguage;
  onChange?: (value: string) => void;
  onBlur?: () => void;
  ref?: Ref<CodeHandle>;
  minLines?: number;
  isLine?: boolean;
  readOnly?: boolean;
}) {
  const id = useId();
  const aid = useFieldAid(path);
  const isOnlyRead = useOnlyRead();
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
  const describedBy = `${id}-description ${id}-error ${id}-found`;
  return (
    <div>
      <Group gap="sm" className={hideLabel ? 'visually-hidden' : undefined}>
        <Input.Label size="xs" labelElement="div" id={`${id}-label`}>
          {label}
        </Input.Label>
        {aside}
      </Group>
      <Input.Description size="xs" id={`${id}-description`}>
        {description}
      </Input.Description>
      <div className={styles.frame} data-invalid={error === undefined ? undefined : true}>
        <CodeEditor
          {...editor}
          readOnly={readOnly || isOnlyRead}
          handle={take}
          faults={aid.faults}
          sketch={aid.sketch}
          labelledBy={`${id}-label`}
          describedBy={describedBy}
          invalid={error !== undefined || aid.faults.length > 0}
        />
      </div>
      <Input.Error size="xs" id={`${id}-error`}>
        {error}
      </Input.Error>
      <Found
        id={`${id}-found`}
        value={aid.value}
        without={aid.without}
        faults={aid.faults.filter(({ message }) => message !== error)}
      />
    </div>
  );
}
