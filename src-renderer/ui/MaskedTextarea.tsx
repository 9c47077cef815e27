import { ActionIcon, Textarea, type TextareaProps } from '@mantine/core';
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { enterSubmits } from './enter-submits.ts';
import styles from './MaskedTextarea.module.css';

/** A secret of one line or many, such as a key in PEM: a field for passwords would make one line of them. */
export function MaskedTextarea(props: TextareaProps) {
  const [isShown, setShown] = useState(false);
  return (
    <Textarea
      {...props}
      classNames={isShown ? {} : { input: styles.masked }}
      autosize
      minRows={1}
      maxRows={4}
      onKeyDown={enterSubmits}
      rightSection={
        <ActionIcon
          size="sm"
          aria-label="Show what is typed"
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? <EyeOff size={15} aria-hidden /> : <Eye size={15} aria-hidden />}
        </ActionIcon>
      }
    />
  );
}
