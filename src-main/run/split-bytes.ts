import { type Plain, setOwn } from './plain.ts';

/** Where a part stands in its whole: names and places, from the outside in. */
type Place = readonly (string | number)[];

/** Takes bytes out of data, so that the rest can travel as JSON text. */
export function splitBytes(plain: Plain): {
  readonly json: string;
  readonly places: readonly Place[];
  readonly bytes: readonly Uint8Array[];
} {
  const places: Place[] = [];
  const bytes: Uint8Array[] = [];

  function take(value: unknown, place: Place): unknown {
    if (value instanceof Uint8Array) {
      places.push(place);
      bytes.push(value);
      return null;
    }
    if (Array.isArray(value)) return value.map((item, at) => take(item, [...place, at]));
    if (typeof value !== 'object' || value === null) return value;
    const rest: Record<string, unknown> = {};
    for (const [name, item] of Object.entries(value)) setOwn(rest, name, take(item, [...place, name]));
    return rest;
  }

  const rest = plain.hasBytes ? take(plain.value, []) : plain.value;
  return { json: JSON.stringify(rest) ?? 'null', places, bytes };
}

/** Puts bytes back into data. The places come from a sandbox: one that does not exist is passed over. */
export function joinBytes(json: string, places: unknown, bytes: readonly Uint8Array[]): unknown {
  const whole: { value: unknown } = { value: JSON.parse(json) };
  if (!Array.isArray(places)) return whole.value;
  for (const [at, place] of places.entries()) {
    const part = bytes[at];
    if (part !== undefined && Array.isArray(place)) putAt(whole, ['value', ...place], part);
  }
  return whole.value;
}

function putAt(whole: object, place: readonly unknown[], part: Uint8Array): void {
  let holder: unknown = whole;
  for (const [at, key] of place.entries()) {
    if (typeof holder !== 'object' || holder === null) return;
    if ((typeof key !== 'string' && typeof key !== 'number') || !Object.hasOwn(holder, key)) return;
    if (at < place.length - 1) holder = Reflect.get(holder, key);
    else
      Object.defineProperty(holder, key, {
        value: part,
        writable: true,
        enumerable: true,
        configurable: true,
      });
  }
}
