import { useMutation } from '@tanstack/react-query';
import type { FieldPath, FieldValues, UseFormSetError } from 'react-hook-form';
import { orpc, queryClient } from '#renderer/app/queries.ts';
import { failureOf } from '#shared/contract/failure.ts';
import type { CertificateDraftInput } from '#shared/model/certificate.ts';

/** The field at fault, and what is wrong with it; null where it is none of these. */
function faultOf<T extends string>(
  error: unknown,
  fields: readonly T[],
): { readonly name: T; readonly message: string } | null {
  const { path, detail, issues } = failureOf(error);
  const [issue] = issues;
  const at = issue === undefined ? path : String(issue.path[0]);
  const name = fields.find((field) => field === at);
  return name === undefined ? null : { name, message: issue?.message ?? detail };
}

/** Adds a certificate; what is wrong with a field is said at that field, the rest in `error`. */
export function useAddCertificate<T extends FieldValues>(
  fields: readonly FieldPath<T>[],
  setError: UseFormSetError<T>,
  onAdded: () => void,
) {
  const { mutate, error, isPending } = useMutation(
    orpc.certificates.add.mutationOptions({
      onSuccess: () => {
        onAdded();
        void queryClient.invalidateQueries({ queryKey: orpc.host.status.key() });
        return queryClient.invalidateQueries({ queryKey: orpc.certificates.list.key() });
      },
      onError: (failed) => {
        const fault = faultOf(failed, fields);
        if (fault !== null) setError(fault.name, { message: fault.message }, { shouldFocus: true });
      },
    }),
  );
  return {
    add: (draft: CertificateDraftInput) => mutate(draft),
    isPending,
    error: error !== null && faultOf(error, fields) === null ? error : null,
  };
}
