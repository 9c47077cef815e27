import { Box, Popover } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { failureOf } from '#shared/contract/failure.ts';
import { Note } from './Note.tsx';
import { ReasonedButton } from './ReasonedButton.tsx';
import { sayProblem } from './words.ts';

const shownForMs = 1500;

/**
 * Copies a text, or what `text()` brings when pressed (a key is asked for only then). `label` is what stands
 * on it, `name` what tells it apart from its likes, `reason` why it may not be copied.
 */
export function CopyButton({
  text,
  label = 'Copy',
  name,
  reason = null,
}: {
  text: string | (() => Promise<string>);
  label?: string;
  name?: string;
  reason?: string | null;
}) {
  const [said, setSaid] = useState<string | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const copy = async () => {
    const failed = await writeClipboard(text);
    setWhy(failed);
    setSaid(failed === null ? 'Copied' : 'Not copied');
    setTimeout(() => setSaid(null), shownForMs);
  };
  return (
    <Popover opened={why !== null} onChange={() => setWhy(null)} withRoles={false}>
      <Popover.Target>
        <Box component="span" display="inline-flex" onKeyDown={({ key }) => key === 'Escape' && setWhy(null)}>
          <ReasonedButton
            variant="default"
            size="compact-xs"
            leftSection={said === 'Copied' ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
            aria-label={said === null ? name : undefined}
            reason={reason}
            onClick={() => void copy()}
          >
            <span aria-live="polite">{said ?? label}</span>
          </ReasonedButton>
        </Box>
      </Popover.Target>
      <Popover.Dropdown p={0} maw={360}>
        <Note tone="problem" text={why ?? ''} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Why nothing was copied; null where it was. */
async function writeClipboard(text: string | (() => Promise<string>)): Promise<string | null> {
  let copied: string;
  try {
    copied = typeof text === 'string' ? text : await text();
  } catch (error) {
    return sayProblem(failureOf(error));
  }
  try {
    await navigator.clipboard.writeText(copied);
    return null;
  } catch {
    // To pages that came over plain http from another machine they all refuse it.
    return 'The browser does not let this page copy. Mark the text and copy it yourself, or allow the page to copy.';
  }
}
