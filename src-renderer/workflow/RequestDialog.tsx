import { Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import type { SampleRequest } from '#shared/model/dry-run.ts';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';
import { Method } from '#shared/model/trigger.ts';
import { exampleQuery } from '#shared/example-address.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { headerLines, readHeaderLines } from './header-lines.ts';

interface RequestDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly request: SampleRequest | undefined;
  readonly onMade: (request: SampleRequest) => void;
}

/** A request that stands for a call: pasted, or made up. */
export function RequestDialog({ opened, onClose, ...rest }: RequestDialogProps) {
  return (
    <Dialog title="A request that is made up" opened={opened} onClose={onClose} size="lg">
      <RequestForm {...rest} onClose={onClose} />
    </Dialog>
  );
}

function RequestForm({ request, onMade, onClose }: Omit<RequestDialogProps, 'opened'>) {
  const { getValues } = useFormContext<IntegrationDraftInput>();
  const [method, setMethod] = useState(() => request?.method ?? usualMethod(getValues('trigger.methods')));
  const [query, setQuery] = useState(
    () => request?.query ?? exampleQuery(getValues('trigger.queryParameters') ?? []),
  );
  const [headers, setHeaders] = useState(() =>
    headerLines(request?.headers ?? [['content-type', 'application/json']]),
  );
  const [body, setBody] = useState(request === undefined ? '{}' : (request.body ?? ''));
  const read = readHeaderLines(headers);
  const make = () => {
    if (read.fault !== null) return;
    const asked = query.trim().replace(/^\?/, '');
    onMade({ method, query: asked, headers: read.headers, body: body === '' ? null : body });
    onClose();
  };
  return (
    <DialogForm action="Use it" onSubmit={make} onClose={onClose}>
      <Select
        label="Method"
        data={Method.options}
        value={method}
        onChange={(chosen) => setMethod(chosen ?? method)}
        w={120}
      />
      <TextInput
        label="Query"
        description="As it stands in an address, after the question mark."
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        spellCheck={false}
        autoComplete="off"
      />
      <Textarea
        label="Headers"
        description="One a line: a name, a colon, a value."
        value={headers}
        onChange={(event) => setHeaders(event.currentTarget.value)}
        error={read.fault}
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
        styles={monospace}
      />
      <Textarea
        label="Body"
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
        autosize
        minRows={5}
        maxRows={16}
        spellCheck={false}
        styles={monospace}
      />
    </DialogForm>
  );
}

const monospace = { input: { fontFamily: 'var(--mantine-font-family-monospace)' } };

const usualMethod = (methods: readonly string[] = []): string =>
  methods.includes('POST') ? 'POST' : (methods[0] ?? 'POST');
