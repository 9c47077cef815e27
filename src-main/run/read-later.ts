/** A body that may be read when it is first asked for. */
export interface BodySource {
  readonly body: unknown;
  readonly bodyError: string | undefined;
}

const source = Symbol('source');

interface Reader {
  readonly [source]: BodySource;
}

// One function for all objects: an object with functions of its own costs several times as much, and outlives the
// execution that it was made for.
const body = {
  enumerable: true,
  get(this: Reader): unknown {
    return this[source].body;
  },
};
const bodyError = {
  enumerable: true,
  get(this: Reader): string | undefined {
    return this[source].bodyError;
  },
};

/** Adds the body of another object as a property like any other, not read before somebody looks at it. */
export function showBody<T extends object>(object: T, from: BodySource): T & Pick<BodySource, 'body'> {
  const shown: T & Reader = Object.assign(object, { [source]: from });
  return Object.defineProperty(shown, 'body', body) as T & Reader & BodySource;
}

/** And why it could not be read. */
export const showBodyAndError = <T extends object>(object: T, from: BodySource): T & BodySource =>
  Object.defineProperty(showBody(object, from), 'bodyError', bodyError) as T & BodySource;
