import { TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useRef } from 'react';

/** Filters a list by typing; `/` goes to it from anywhere on the page, Escape empties it. */
export function FilterField({
  label,
  value,
  onChange,
  fills = false,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Takes the room that is left beside it. */
  fills?: boolean;
}) {
  const field = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => field.current?.focus()]]);
  return (
    <TextInput
      ref={field}
      type="search"
      aria-label={label}
      placeholder={`${label}  /`}
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
