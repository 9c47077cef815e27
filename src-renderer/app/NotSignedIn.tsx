import { Code, Modal, Stack, Text, Title } from '@mantine/core';
import styles from './App.module.css';

/** What a page without a valid token shows: how to get one. */
export function NotSignedIn() {
  return (
    <Stack component="main" p="xl" maw={560} gap="sm">
      <Title order={1}>Not signed in</Title>
      <HowTo />
    </Stack>
  );
}

/** The same over a page whose token has ended: what was typed on it is still there when somebody signs in again. */
export function SignedOut({ opened }: { opened: boolean }) {
  return (
    <Modal.Root
      opened={opened}
      fullScreen
      zIndex={1000}
      transitionProps={{ duration: 0 }}
      closeOnEscape={false}
      onClose={() => undefined}
      // No key is for what lies beneath, where Escape would close a dialog with what was typed in it.
      onKeyDown={(event) => event.key !== 'Tab' && event.stopPropagation()}
    >
      <Modal.Content data-mantine-stop-propagation>
        <Stack p="xl" maw={560} gap="sm">
          <Modal.Title className={styles.signedOut}>Not signed in</Modal.Title>
          <HowTo />
          <Text>
            What was typed on the page stays while this tab is open. Open such an address in this tab, and the
            page goes on where it is; the address must begin as that of this page does.
          </Text>
        </Stack>
      </Modal.Content>
    </Modal.Root>
  );
}

const HowTo = () => (
  <>
    <Text>
      This page needs an access token, and the one it has, if any, is not accepted. Open the address that the
      service prints when it starts, or that somebody gave you; it ends with <Code>#token=…</Code>.
    </Text>
    <Text c="dimmed">
      The installation’s own token is in the file admin-token of the data folder; an operator makes others in
      the settings.
    </Text>
  </>
);
