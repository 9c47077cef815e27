import { TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useLocation } from 'wouter';
import { endpointPath } from '#shared/model/address.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { orpc } from './queries.ts';
import { places } from './Rail.tsx';
import styles from './Palette.module.css';

interface Entry {
  readonly to: string;
  readonly label: string;
  readonly what: string;
}

const callId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const longestList = 12;

/** Ctrl or Cmd and K: goes to a page, an integration or a call by its id. */
export function Palette() {
  const [opened, setOpened] = useState(false);
  useHotkeys([['mod+K', () => setOpened(true)]], [], true);
  return (
    <Dialog title="Go to" opened={opened} onClose={() => setOpened(false)}>
      <PaletteList onChosen={() => setOpened(false)} />
    </Dialog>
  );
}

function PaletteList({ onChosen }: { onChosen: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [, navigate] = useLocation();
  const list = useId();
  const entries = useEntries(text.trim());
  const go = (entry: Entry | undefined) => {
    if (!entry) return;
    onChosen();
    navigate(entry.to);
  };
  return (
    <>
      <TextInput
        data-autofocus
        role="combobox"
        aria-label="Page, integration or call id"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={entries[at] && `${list}-${at}`}
        placeholder="Page, integration or call id"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(entries[at]);
          else if (event.key === 'ArrowDown') setAt(Math.min(at + 1, entries.length - 1));
          else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
          else return;
          event.preventDefault();
        }}
      />
      <ul id={list} role="listbox" aria-label="Found" className={styles.list}>
        {entries.map((entry, index) => (
          <li
            key={entry.to}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === at}
            className={styles.entry}
            onMouseDown={() => go(entry)}
            onMouseEnter={() => setAt(index)}
          >
            <span>{entry.label}</span>
            <span className="quiet">{entry.what}</span>
          </li>
        ))}
      </ul>
      <div role="status" className={styles.none}>
        {entries.length === 0 ? 'Nothing found.' : ''}
      </div>
    </>
  );
}

function useEntries(text: string): readonly Entry[] {
  const integrations = useQuery(orpc.integrations.summaries.queryOptions()).data ?? [];
  if (callId.test(text)) return [{ to: `/calls/${text.toLowerCase()}`, label: text, what: 'call' }];
  const all: readonly Entry[] = [
    ...integrations.map((integration) => ({
      to: `/integrations/${integration.id}`,
      label: integration.name,
      what: endpointPath(integration),
    })),
    ...places.map(({ to, label }) => ({ to, label, what: 'page' })),
    { to: '/integrations/new', label: 'New integration', what: 'action' },
  ];
  const sought = text.toLowerCase();
  return all
    .filter(({ label, what }) => `${label} ${what}`.toLowerCase().includes(sought))
    .slice(0, longestList);
}
