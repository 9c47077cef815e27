// An installation file, and what it would change, before anything is changed.
import { FileButton, Loader, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { client } from '#renderer/app/client.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { forgetFile, offerFile, type ReadFile, useOfferedFile } from '#renderer/app/window-commands.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { PageHead } from '#renderer/ui/PageHead.tsx';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { checkInstallationFile, withLines } from '#shared/file/check-installation-file.ts';
import type { InstallationFile } from '#shared/model/installation.ts';
import type { FieldIssue } from '#shared/problem.ts';
import { FileIssues } from './FileIssues.tsx';
import { FilePlan } from './FilePlan.tsx';
import { readOffered } from './read-offered.ts';

export function ImportPage() {
  const offered = useOfferedFile();
  return (
    <>
      <PageHead title="Open an installation file" beside={offered && <Text c="dimmed">{offered.name}</Text>}>
        {offered && <ChooseButton label="Choose another" />}
      </PageHead>
      {offered === null ? (
        <EmptyState
          title="No file is open"
          text="An installation file has integrations, consumers and settings, as YAML or JSON. Choose one, or drop it into this window; what it would change is shown first."
        >
          <ChooseButton label="Choose a file" />
        </EmptyState>
      ) : 'why' in offered ? (
        <Note tone="problem" text={offered.why} />
      ) : (
        <CheckedFile offered={offered} />
      )}
    </>
  );
}

function ChooseButton({ label }: { readonly label: string }) {
  const reason = useReasonAgainst('designer');
  return (
    <FileButton
      accept=".hookline,.yaml,.yml,.json"
      onChange={(file) => file && void readOffered(file).then(offerFile)}
    >
      {({ onClick }) => (
        <ReasonedButton
          variant="default"
          reason={reason}
          leftSection={<FileUp size={14} aria-hidden />}
          onClick={onClick}
        >
          {label}
        </ReasonedButton>
      )}
    </FileButton>
  );
}

type Checked = { readonly file: InstallationFile } | { readonly issues: readonly FieldIssue[] };

/** Where the screens run, there is no environment that secrets could come from. */
async function check({ text }: ReadFile): Promise<Checked> {
  const checked = await checkInstallationFile(text, {}, (file) =>
    client.installation.apply({ file, dryRun: true }),
  );
  if (checked.ok) return { file: checked.value };
  const { issues = [], detail } = checked.problem;
  return { issues: issues.length > 0 ? await withLines(text, issues) : [{ path: [], message: detail }] };
}

function CheckedFile({ offered }: { readonly offered: ReadFile }) {
  const checked = useQuery({
    queryKey: ['installation file', offered.name, offered.text],
    queryFn: () => check(offered),
    staleTime: Infinity,
    gcTime: 0,
  });
  if (checked.data === undefined) return <Loader size="sm" aria-label="Reading the file" />;
  return (
    <Stack gap="md">
      {'file' in checked.data ? (
        <FilePlan key={offered.text} file={checked.data.file} onDone={forgetFile} />
      ) : (
        <FileIssues issues={checked.data.issues} />
      )}
    </Stack>
  );
}
