import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { client } from '#renderer/app/client.ts';
import { orpc, queryClient } from '#renderer/app/queries.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { TextField } from '#renderer/ui/fields.tsx';
import { makeSigningSecret } from '#renderer/ui/keys/make-secret.ts';
import { ShownOnce } from '#renderer/ui/ShownOnce.tsx';
import { EnvironmentName } from '#shared/model/environment.ts';
import { freeName } from './free-name.ts';

interface MakeSecretDialogProps {
  readonly opened: boolean;
  /** The names that the environment has. */
  readonly taken: readonly string[];
  readonly onMade: (name: string) => void;
  readonly onClose: () => void;
}

/** Makes a signing secret in the environment, and shows it this once: whoever checks signatures needs it too. */
export function MakeSecretDialog({ opened, ...rest }: MakeSecretDialogProps) {
  return (
    <Dialog title="Make a secret" opened={opened} onClose={rest.onClose}>
      <MakeSecret {...rest} />
    </Dialog>
  );
}

const isTaken = 'There is one of this name.';

function MakeSecret({ taken, onMade, onClose }: Omit<MakeSecretDialogProps, 'opened'>) {
  const { control, handleSubmit, setError } = useForm({
    defaultValues: { name: freeName('NOTIFICATION_SECRET', taken) },
    resolver: zodResolver(
      z.object({ name: EnvironmentName.refine((name) => !taken.includes(name), isTaken) }),
    ),
  });
  const making = useMutation({
    mutationFn: async (name: string) => {
      // Somebody may have set one meanwhile, and what is set replaces what was.
      const there = await client.environment.list();
      if (there.some((one) => one.name === name)) {
        setError('name', { message: isTaken }, { shouldFocus: true });
        return null;
      }
      const secret = makeSigningSecret();
      await client.environment.set({ name, secret });
      onMade(name);
      return { name, secret };
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: orpc.environment.key() }),
  });
  if (making.data) {
    const { name, secret } = making.data;
    const text = `${name} is chosen. Give the receiver its value: it can be read here this once.`;
    return (
      <ShownOnce name="signing-secret" text={text} value={secret} onClose={onClose}>
        <CopyButton text={secret} label="Copy the secret" />
      </ShownOnce>
    );
  }
  return (
    <DialogForm
      onSubmit={handleSubmit(({ name }) => making.mutate(name))}
      onClose={onClose}
      action="Make"
      asking={making}
    >
      <TextField
        control={control}
        name="name"
        label="Name"
        description="The environment keeps it as a secret: 32 random bytes."
        emptyIsValue
        data-autofocus
      />
    </DialogForm>
  );
}
