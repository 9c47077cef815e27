import { Group } from '@mantine/core';
import { useState } from 'react';
import { client } from '#renderer/app/client.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import type { WaitingCall } from '#shared/model/lane.ts';
import { ActDialog } from './ActDialog.tsx';
import { actWords, type LaneAct, reasonAgainst, type Situation } from './lane-acts.ts';

interface LaneActsProps extends Situation {
  readonly acts: readonly LaneAct[];
  readonly integrationId: string;
  /** One lane of several; null for the one lane, or for all of them. */
  readonly laneKey: string | null;
  /** What the dialog calls it. */
  readonly name: string;
}

/** The buttons of a lane. One that makes no sense now stays where it is and says why. */
export function LaneActs({ acts, integrationId, laneKey, name, ...situation }: LaneActsProps) {
  // The head is the one that was in sight when the dialog opened, not whoever is it when the button is pressed.
  const [asked, setAsked] = useState<{ act: LaneAct; head: WaitingCall | undefined } | null>(null);
  const byRole = useReasonAgainst('designer');
  const words = asked && actWords[asked.act];
  return (
    <Group gap={6} role="group" aria-label={`Actions on ${name}`}>
      {acts.map((act) => (
        <ReasonedButton
          key={act}
          variant="default"
          size="compact-xs"
          reason={byRole ?? reasonAgainst(act, situation)}
          onClick={() => setAsked({ act, head: situation.head })}
        >
          {actWords[act].label}
        </ReasonedButton>
      ))}
      {asked && words && (
        <ActDialog
          title={`${words.label}: ${name}`}
          text={words.text(asked.head)}
          label={words.label}
          needsNote={words.needsNote}
          act={(note) => ask(asked.act, { integrationId, key: laneKey, note }, asked.head?.id)}
          onClose={() => setAsked(null)}
        />
      )}
    </Group>
  );
}

interface Target {
  readonly integrationId: string;
  readonly key: string | null;
  readonly note: string;
}

const ask = (act: LaneAct, target: Target, callId: string | undefined): Promise<unknown> =>
  act === 'retry' || act === 'skip' ? client.lanes[act]({ ...target, callId }) : client.lanes[act](target);
