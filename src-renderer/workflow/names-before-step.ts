/** Steps of a workflow as far as their names go; a list of steps may stand inside of one. */
export type StepNames = readonly { readonly name?: string | undefined; readonly steps?: StepNames }[];

/** The names of the steps that have run when a field at this path of the form is filled in. */
export function namesBefore(workflow: StepNames, path: string): readonly string[] {
  const [, place = '', inner, ...rest] = path.split('.');
  const at = Number(place);
  const before = workflow.slice(0, at).flatMap(({ name }) => name ?? []);
  const within = workflow[at]?.steps;
  return inner === 'steps' && within !== undefined
    ? [...before, ...namesBefore(within, ['', ...rest].join('.'))]
    : before;
}

/** The name of the innermost step that a field at this path stands inside of; null where it does in none. */
export function listAround(workflow: StepNames, path: string): string | null {
  const [, place = '', inner, ...rest] = path.split('.');
  const around = workflow[Number(place)];
  // The list itself is what the steps around it see.
  if (inner !== 'steps' || around?.steps === undefined || rest.length === 0) return null;
  return listAround(around.steps, ['', ...rest].join('.')) ?? around.name ?? null;
}
