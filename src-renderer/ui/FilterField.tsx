import { TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useRef } from 'react';

/**
 * Filters a list by typing; Ctrl or Cmd and `/` goes to it from anywhere on the page, Escape empties it. A key alone
 * would be hit by accident, and by what people say to a machine (WCAG 2.1.4).
 */
export function FilterField({
  label,
  value,
  onChange,
  fills = false,
  isInner = false,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Takes the room that is left beside it. */
  fills?: boolean;
  /** It filters a part of what the page's own field filters, which the keys lead to. */
  isInner?: boolean;
}) {
  const field = useRef<HTMLInputElement>(null);
  const go = () => field.current?.focus();
  // Many keyboards have the slash above another key.
  useHotkeys(
    isInner
      ? []
      : [
          ['mod+/', go],
          ['mod+shift+/', go],
        ],
    [],
  );
  return (
    <TextInput
      ref={field}
      type="search"
      aria-label={label}
      placeholder={label}
      title={isInner ? undefined : 'Ctrl or Cmd and /'}
      aria-keyshortcuts={isInner ? undefined : 'Control+/ Meta+/'}
      leftSection={<Search size={14} aria-hidden />}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onChange('');
      }}
      {...(fills ? { flex: '1 1 120px' } : { w: 280 })}
    />
  );
}
