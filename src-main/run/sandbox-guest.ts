/**
 * What stands around a user's code inside the sandbox: a function that reads what came in, runs the code, and
 * hands back `[json, places, ...bytes]`, or `[null, error]`. It keeps the built-ins it needs from before the code ran,
 * yet whatever the code does here, it spoils its own result only.
 */
export const callSource = String.raw`(() => {
  const AsyncFunction = (async () => {}).constructor;
  const { parse, stringify } = JSON;

  const words = (error) => {
    try {
      if (typeof error !== 'object' || error === null) return String(error);
      const name = error.name === undefined ? '' : String(error.name);
      const message = error.message === undefined ? '' : String(error.message);
      if (name === 'InternalError' && message === 'out of memory') return 'The code needs more than 64 MiB of memory.';
      const line = /<input>:(\d+)/.exec(String(error.stack ?? ''));
      const text = message === '' ? name || 'The code threw an object.' : name === 'Error' || name === '' ? message : name + ': ' + message;
      return line && Number(line[1]) > 2 ? text + ' (line ' + (Number(line[1]) - 2) + ')' : text;
    } catch {
      return 'The code threw something that cannot be shown.';
    }
  };

  const join = (whole, places, buffers) => {
    places.forEach((place, at) => {
      let holder = whole;
      for (const key of place.slice(0, -1)) holder = holder[key];
      holder[place[place.length - 1]] = new Uint8Array(buffers[at]);
    });
    return whole;
  };

  const split = (value, place, holders, places, buffers) => {
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
      throw new TypeError('A ' + typeof value + ' cannot be part of a result' + (place.length ? ' (at ' + place.join('.') + ')' : '') + '.');
    }
    if (typeof value !== 'object' || value === null) return value;
    if (typeof value.toJSON === 'function') return split(value.toJSON(), place, holders, places, buffers);
    if (value instanceof ArrayBuffer || value instanceof Uint8Array || value instanceof DataView) {
      const bytes = value instanceof ArrayBuffer ? value : value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength);
      places.push(place);
      buffers.push(bytes);
      return null;
    }
    if (holders.includes(value)) throw new TypeError('The result contains itself' + (place.length ? ' (at ' + place.join('.') + ')' : '') + '.');
    const inside = [...holders, value];
    if (value instanceof Map) value = Object.fromEntries(value);
    if (value instanceof Set || ArrayBuffer.isView(value)) value = [...value];
    if (value instanceof Error) value = { name: value.name, message: value.message };
    if (Array.isArray(value)) {
      return value.map((item, at) => split(item, [...place, at], inside, places, buffers) ?? null);
    }
    const rest = {};
    for (const name of Object.keys(value)) {
      const item = split(value[name], [...place, name], inside, places, buffers);
      if (item !== undefined) Object.defineProperty(rest, name, { value: item, enumerable: true, writable: true, configurable: true });
    }
    return rest;
  };

  return async (code, names, json, places, ...buffers) => {
    try {
      names = parse(names);
      const given = join(parse(json), parse(places), buffers);
      const result = await new AsyncFunction(...names, code)(...names.map((name) => given[name]));
      const outPlaces = [];
      const outBuffers = [];
      const text = stringify(split(result, [], [], outPlaces, outBuffers)) ?? '';
      return [text, stringify(outPlaces), ...outBuffers];
    } catch (error) {
      return [null, words(error)];
    }
  };
})()`;
