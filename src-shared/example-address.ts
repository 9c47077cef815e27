// Addresses as a designer hands them on. Pure.
import { endpointPath } from './model/address.ts';
import type { Integration } from './model/integration.ts';
import type { ParameterType } from './model/parameter.ts';
import type { HostStatus } from './model/setting.ts';

type Parameter = {
  readonly name: string;
  readonly default?: string | number | boolean;
  readonly type?: ParameterType;
};

const samples: Record<ParameterType, string> = {
  text: 'text',
  number: '1',
  boolean: 'true',
  date: '2026-01-31',
};

/** The base without its last slash, and the path of the endpoint; a name that is still missing is spelled out. */
export function endpointAddress(baseUrl: string, at: { code?: string; name: string }): string {
  const path = endpointPath({ code: at.code ?? '', name: at.name === '' ? '<name>' : at.name });
  return baseUrl.replace(/\/+$/, '') + path;
}

/** Where callers reach an integration; null where it has no listener. */
export function addressOf(
  { httpBaseUrl, httpsBaseUrl }: Pick<HostStatus, 'httpBaseUrl' | 'httpsBaseUrl'>,
  integration: Integration,
): string | null {
  const base = (integration.trigger.httpsOnly ? null : httpBaseUrl) ?? httpsBaseUrl;
  return base === null ? null : endpointAddress(base, integration);
}

/** `warehouse=MAIN`: each named parameter with its default, or a sample of its type. */
export function exampleQuery(parameters: readonly Parameter[]): string {
  return parameters
    .filter(({ name }) => name !== '')
    .map((parameter) => {
      const value = parameter.default ?? samples[parameter.type ?? 'text'];
      return `${encodeURIComponent(parameter.name)}=${encodeURIComponent(String(value))}`;
    })
    .join('&');
}

export function exampleAddress(address: string, parameters: readonly Parameter[]): string {
  const query = exampleQuery(parameters);
  return query === '' ? address : `${address}?${query}`;
}
