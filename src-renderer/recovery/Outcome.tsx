import { Text } from '@mantine/core';
import { bringsBack, type Choice } from './recovery-words.ts';

/** What is there after a choice, and what is not. */
export function Outcome({ choice }: { readonly choice: Choice }) {
  const brought = bringsBack(choice);
  return (
    <div>
      {brought !== '' && (
        <Text>
          <b>Afterwards:</b> {brought}
        </Text>
      )}
      <Text>
        <b>Lost:</b> {choice.loses}
      </Text>
    </div>
  );
}
