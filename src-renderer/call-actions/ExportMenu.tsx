import { Button, Menu, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useRef, useState } from 'react';
import { useHeld } from '#renderer/ui/dialog-hold.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { formatCount } from '#renderer/ui/format.ts';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import type { ExportFormat } from '#shared/model/export.ts';
import type { CallSelection } from '#shared/model/replay.ts';
import { SupportBundleDialog } from './SupportBundleDialog.tsx';
import { saveExport } from './save-export.ts';

const formats: readonly { readonly format: ExportFormat; readonly label: string }[] = [
  { format: 'har', label: 'HTTP archive (HAR), for browsers and debuggers' },
  { format: 'jsonl', label: 'JSON lines, everything that is known of each call' },
  { format: 'csv', label: 'CSV, a table for spreadsheets' },
];

/** Saves calls as a file; a long one shows how far it is and can be stopped. */
export function ExportMenu({ selection }: { readonly selection: CallSelection }) {
  const [isBundling, setBundling] = useState(false);
  const [count, setCount] = useState(0);
  const ending = useRef<AbortController | null>(null);
  const exporting = useMutation({
    mutationFn: (format: ExportFormat) => {
      ending.current = new AbortController();
      setCount(0);
      return saveExport({ format, selection }, setCount, ending.current.signal);
    },
  });
  const stop = () => {
    ending.current?.abort();
    exporting.reset();
  };
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button variant="default" size="compact-xs" leftSection={<Download size={13} aria-hidden />}>
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {formats.map(({ format, label }) => (
            <Menu.Item key={format} onClick={() => exporting.mutate(format)}>
              {label}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setBundling(true)}>Support bundle (ZIP)…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isBundling && <SupportBundleDialog selection={selection} onClose={() => setBundling(false)} />}
      <Dialog
        title="Export calls"
        opened={exporting.isPending || exporting.error !== null}
        onClose={stop}
        size="sm"
      >
        {exporting.error !== null && <ProblemNote error={exporting.error} />}
        {exporting.isPending && <Progress count={count} onStop={stop} />}
      </Dialog>
    </>
  );
}

function Progress({ count, onStop }: { readonly count: number; readonly onStop: () => void }) {
  // Closing it stops the export.
  useHeld('typed');
  return (
    <>
      <Text role="status" mb="sm">
        {formatCount(count)} calls so far.
      </Text>
      <Button variant="default" onClick={onStop}>
        Stop
      </Button>
    </>
  );
}
