import { type Problem, problem } from '#shared/problem.ts';

/** Why an address could not be listened on; what is no weather is thrown again. */
export function listenProblem(error: unknown, host: string, port: number): Problem {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return problem('port_taken', { detail: `Port ${port} of ${host} is taken` });
    case 'EACCES':
    case 'EPERM':
      return problem('port_forbidden', { detail: `Port ${port} of ${host} may not be opened` });
    case 'EADDRNOTAVAIL':
    // No IPv6 here.
    case 'EAFNOSUPPORT':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return problem('listener_down', { detail: `${host} is not an address of this machine` });
    default:
      throw error;
  }
}
