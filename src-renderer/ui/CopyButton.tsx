import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { ReasonedButton } from './ReasonedButton.tsx';

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
  const copy = async () => {
    const outcome = await writeClipboard(text);
    setSaid(outcome);
    setTimeout(() => setSaid(null), shownForMs);
  };
  return (
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
  );
}

/** Browsers refuse the clipboard to pages that came over plain http from another machine. */
async function writeClipboard(text: string | (() => Promise<string>)): Promise<string> {
  try {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : await text());
    return 'Copied';
  } catch {
    return 'Not copied';
  }
}
