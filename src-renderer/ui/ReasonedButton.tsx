import { Button, Tooltip, type ButtonProps } from '@mantine/core';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';

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

/** Whoever gets there by the mouse or the keyboard sees it; a finger presses. */
const approach = { hover: true, focus: true, touch: false };

/** A button that says why it does nothing now. A disabled one could be neither reached nor asked for its reason. */
export function ReasonedButton({ reason, ...rest }: ReasonedButtonProps) {
  const id = useId();
  // Told because it was pressed in vain, or hidden again, until it is left; null where the approach alone decides.
  const [isTold, setTold] = useState<boolean | null>(null);
  if (reason === null && isTold !== null) setTold(null);
  return (
    <>
      {/* Beside the button, so that it is in the same landmark; fixed, so that no list cuts it off. */}
      <Tooltip
        label={reason}
        disabled={reason === null}
        events={approach}
        {...(isTold !== null && { opened: isTold })}
        withinPortal={false}
        floatingStrategy="fixed"
        multiline
        maw={320}
      >
        <Reasoned
          reason={reason}
          reasonId={id}
          onPressInVain={() => setTold(true)}
          onKeyDown={({ key }) => key === 'Escape' && isTold !== null && setTold(false)}
          onBlur={() => setTold(null)}
          onMouseLeave={() => setTold(null)}
          {...rest}
        />
      </Tooltip>
      {reason !== null && (
        <span id={id} hidden>
          {reason}
        </span>
      )}
    </>
  );
}

/** The tooltip describes the button only as long as it is seen, which is for this to leave aside. */
function Reasoned({
  reason,
  reasonId,
  onClick,
  onPressInVain,
  title,
  ...rest
}: ReasonedButtonProps & {
  readonly reasonId: string;
  readonly onPressInVain: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onBlur: () => void;
  readonly onMouseLeave: () => void;
}) {
  return (
    <Button
      {...rest}
      aria-disabled={reason !== null}
      data-disabled={reason !== null || undefined}
      aria-describedby={reason === null ? undefined : reasonId}
      title={reason === null ? title : undefined}
      onClick={(event) => {
        if (reason === null) onClick?.();
        else {
          event.preventDefault();
          onPressInVain();
        }
      }}
    />
  );
}
