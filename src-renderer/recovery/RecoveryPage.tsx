// In place of all other screens while damaged data waits for somebody to decide. It offers what the runtime found
// to be possible, and goes away by itself when the runtime is in use again, whoever decided.
import { Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { wordsOf } from '#renderer/ui/words.ts';
import type { Recovery, RecoveryChoice } from '#shared/model/setting.ts';
import { isProblemCode } from '#shared/problem.ts';
import { OtherBackup } from './OtherBackup.tsx';
import { Outcome } from './Outcome.tsx';
import { RecoverDialog } from './RecoverDialog.tsx';
import { titles, type Choice, type Recovered } from './recovery-words.ts';

interface RecoveryPageProps {
  readonly recovery: Recovery;
  readonly dataFolder: string;
  readonly onRecovered: (recovered: Recovered) => void;
}

export function RecoveryPage({ recovery, dataFolder, onRecovered }: RecoveryPageProps) {
  const { problem, choices } = recovery;
  const [asked, setAsked] = useState<Asked | null>(null);
  useEffect(() => {
    document.title = 'Damaged data · Hookline';
  }, []);
  return (
    <Stack component="main" p="xl" maw={820} mx="auto" gap="md">
      <Title order={1}>The data is damaged</Title>
      <Note tone="problem" text={`${generalWords(problem.code)}${problem.text}`} />
      <Text>
        Nothing is changed and no calls are taken until you decide: callers are answered 503 and asked to try
        again. Whatever you choose, nothing is deleted; files that are replaced are set aside in{' '}
        <span className="mono">{dataFolder}</span>.
      </Text>
      {choices.map((choice) => (
        <ChoicePaper
          key={choice.kind}
          choice={choice}
          onChosen={() => setAsked({ choice, request: requestOf(choice) })}
        />
      ))}
      <OtherBackup
        onChosen={(file) => setAsked({ choice: otherBackup(file), request: { choice: 'restore', file } })}
      />
      {asked && (
        <RecoverDialog
          title={titles[asked.choice.kind]}
          choice={asked.choice}
          request={asked.request}
          onClose={() => setAsked(null)}
          onRecovered={onRecovered}
        />
      )}
    </Stack>
  );
}

interface Asked {
  readonly choice: Choice;
  readonly request: RecoveryChoice;
}

function ChoicePaper({ choice, onChosen }: { readonly choice: Choice; readonly onChosen: () => void }) {
  const { kind, text } = choice;
  const byRole = useReasonAgainst('operator');
  return (
    <Paper component="section" withBorder p="md" aria-label={titles[kind]}>
      <Title order={2}>{titles[kind]}</Title>
      <Text mt={4}>{text}</Text>
      <Outcome choice={choice} />
      <ReasonedButton
        mt="sm"
        variant="default"
        reason={byRole}
        onClick={onChosen}
        aria-label={`${titles[kind]}…`}
      >
        {titles[kind]}…
      </ReasonedButton>
    </Paper>
  );
}

/** What is so in general, before what was found; not where the two say the same. */
const generalWords = (code: string): string =>
  isProblemCode(code) && code !== 'calls_missing' ? `${wordsOf[code]} ` : '';

/** Without a file the newest backup is taken, which is the one that was offered. */
const requestOf = ({ kind }: Choice): RecoveryChoice => ({ choice: kind });

const otherBackup = (file: string): Choice => ({
  kind: 'restore',
  text: `Restore the installation from ${file}.`,
  loses: 'What came after that backup was made. Calls that waited in it run, even if they have run since.',
  file,
  calls: null,
});
