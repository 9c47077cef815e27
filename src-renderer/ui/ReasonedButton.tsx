import { Button, type ButtonProps } from '@mantine/core';
import { useId, type ReactNode } from 'react';

interface ReasonedButtonProps extends ButtonProps {
  /** Why it cannot be pressed; null where it can. */
  readonly reason: string | null;
  readonly onClick?: () => void;
  readonly type?: 'button' | 'submit';
  readonly 'aria-expanded'?: boolean;
  readonly 'aria-label'?: string | undefined;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A button that says why it does nothing now. A disabled one could be neither reached nor asked for its reason. */
export function ReasonedButton({ reason, onClick, title, children, ...rest }: ReasonedButtonProps) {
  const id = useId();
  return (
    <>
      <Button
        {...rest}
        aria-disabled={reason !== null}
        data-disabled={reason !== null || undefined}
        aria-describedby={reason === null ? undefined : id}
        title={reason ?? title}
        onClick={(event) => {
          if (reason === null) onClick?.();
          else event.preventDefault();
        }}
      >
        {children}
      </Button>
      {reason !== null && (
        <span id={id} hidden>
          {reason}
        </span>
      )}
    </>
  );
}
