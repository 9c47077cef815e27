// What the double does not model fails by name, and is written down: the code under test may swallow a throw.
import { EventEmitter } from 'node:events';
import { record } from './record.ts';

/** Names that runtimes and inspectors look for on any object. */
const harmless = new Set([
  'then',
  'toJSON',
  'inspect',
  'constructor',
  'domain',
  'nodeType',
  'asymmetricMatch',
  '$$typeof',
]);

export function refuse(what: string): never {
  const message = `electron double: ${what} is not modelled`;
  record.refusals.push(message);
  throw new Error(message);
}

/** Gives what `target` has; anything else refuses under the name of the object that was asked. */
function refusing<T extends object>(target: T, nameOf: (asked: object) => string): T {
  return new Proxy(target, {
    get(own, key, asked: object) {
      if (typeof key === 'symbol' || key in own || harmless.has(key)) return Reflect.get(own, key, asked);
      return refuse(`${nameOf(asked)}.${key}`);
    },
  });
}

/** A module, or a part of one, cut to what is given. */
export const only = <T extends object>(name: string, target: T): T => refusing(target, () => name);

/** A name of the real module that nobody here uses: it can be imported, and that is all. */
export const absent = (name: string): unknown =>
  new Proxy(function absent() {}, {
    get: (_target, key) =>
      typeof key === 'symbol' || harmless.has(key) ? undefined : refuse(`${name}.${key}`),
    construct: () => refuse(`new ${name}()`),
    apply: () => refuse(`${name}()`),
  });

type Listener = Parameters<EventEmitter['on']>[1];

/** An emitter that has no listeners for events it never emits; its subclasses refuse what they do not have. */
export class LoudEmitter extends EventEmitter {
  readonly #events: ReadonlySet<string | symbol>;

  constructor(events: readonly string[]) {
    super();
    this.#events = new Set(['newListener', 'removeListener', ...events]);
  }

  override on(event: string | symbol, listener: Listener): this {
    if (!this.#events.has(event)) refuse(`${this.constructor.name}.on('${String(event)}')`);
    return super.on(event, listener);
  }

  override addListener(event: string | symbol, listener: Listener): this {
    return this.on(event, listener);
  }

  /** Emits an event that a listener may prevent; whether none did. */
  allows(event: string, details: object = {}, ...args: readonly unknown[]): boolean {
    let prevented = false;
    const preventDefault = () => (prevented = true);
    this.emit(event, { ...details, preventDefault }, ...args);
    return !prevented;
  }
}

// At the end of the prototype chain, so that instances stay plain and only a missing name arrives here.
Object.setPrototypeOf(
  LoudEmitter.prototype,
  refusing(EventEmitter.prototype, (asked) => asked.constructor.name),
);
Object.setPrototypeOf(
  LoudEmitter,
  refusing(EventEmitter, (asked) => (asked instanceof Function ? asked.name : 'EventEmitter')),
);
