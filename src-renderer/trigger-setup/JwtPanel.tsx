import { MultiSelect } from '@mantine/core';
import { useController, useFormContext, useWatch } from 'react-hook-form';
import { JwtAlgorithm, JwtRules } from '#shared/model/auth/jwt.ts';
import { messageWithin } from '#renderer/ui/message-at.ts';
import { SchemaForm } from '#renderer/ui/SchemaForm.tsx';
import type { PanelProps } from './panel-props.ts';
import { tokenKeyWords } from './secret-rows.ts';
import { SecretsTable } from './SecretsTable.tsx';

/** Who signs the tokens, and what they must say. */
export function JwtPanel({ path, kept }: PanelProps) {
  const { control } = useFormContext();
  const { field, formState } = useController({ control, name: `${path}.algorithms` });
  const algorithms = JwtAlgorithm.array().catch([]).parse(field.value);
  const jwks: unknown = useWatch({ control, name: `${path}.jwks` });
  return (
    <>
      <MultiSelect
        ref={field.ref}
        label="Algorithms"
        description="Tokens signed with another one are refused, whatever they say of themselves."
        data={JwtAlgorithm.options}
        value={algorithms}
        onChange={field.onChange}
        onBlur={field.onBlur}
        error={messageWithin(formState.errors, `${path}.algorithms`)}
        maw={560}
      />
      <SchemaForm schema={JwtRules} path={path} />
      <SecretsTable path={path} words={tokenKeyWords(algorithms, jwks !== undefined)} kept={kept} />
    </>
  );
}
