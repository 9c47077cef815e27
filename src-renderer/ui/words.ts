// What people at the screen read for each expected failure: neutral sentences that say what is so, and what
// to do where something can be done.
import { titleOf, type Problem, type ProblemCode } from '#shared/problem.ts';

export const wordsOf: Readonly<Record<ProblemCode, string>> = {
  malformed_request: 'The bytes received are not a valid HTTP request.',
  malformed_path: 'The path of the request cannot be read.',
  host_malformed: 'The Host header is missing or malformed.',
  header_repeated: 'A header that may stand once was sent twice.',
  too_many_parameters: 'The request has too many query parameters.',
  body_late: 'The request did not arrive completely in time.',
  body_too_large: 'The body is larger than the trigger allows.',
  address_too_long: 'The address is too long.',
  expectation_unknown: 'The request expects something that is not supported.',
  host_unknown: 'The host name is not one that is served here.',
  upgrade_refused: 'The request asked for an upgrade; none is offered.',
  headers_too_large: 'The headers are too large.',
  transfer_coding_unknown: 'The transfer coding is not supported.',
  version_unknown: 'The HTTP version is not supported.',

  endpoint_not_found: 'No trigger has this address.',
  call_not_found: 'This call is not in the log; it may have been removed by age or number.',
  method_not_allowed: 'The trigger does not take this method.',
  browser_blocked: 'The call came from a web page of another site.',
  not_exposed: 'The trigger has no authentication and answers callers on this machine only.',
  key_missing: 'No API key was sent.',
  key_wrong: 'The API key is not one of this trigger.',
  key_disabled: 'The API key is disabled.',
  parameter_missing: 'A required query parameter was not sent.',
  parameter_malformed: 'A query parameter does not have the declared type.',
  parameter_repeated: 'A query parameter was sent more than once.',
  integration_disabled: 'The integration is disabled.',
  lane_full: 'As many calls wait as the trigger allows.',
  shutting_down: 'Hookline is shutting down.',
  storage_failed: 'The call could not be put on disk.',

  step_failed: 'A step of the workflow failed.',
  execution_timed_out: 'The execution took longer than the trigger allows.',
  worker_lost: 'The execution was cut off.',
  interrupted: 'Hookline stopped while the call was running.',
  answer_invalid: 'The workflow made an answer that cannot be sent.',
  answer_timed_out: 'The result was not there before the time-out; the call goes on.',
  caller_gone: 'The caller hung up before the call began.',

  input_invalid: 'Some fields are not valid.',
  not_signed_in: 'The token of this page is not accepted.',
  integration_not_found: 'This integration does not exist; it may have been deleted.',
  integration_ambiguous: 'Several integrations have this name; the code tells them apart.',
  version_not_found: 'This version does not exist.',
  version_stale: 'The integration was saved by somebody else meanwhile.',
  address_taken: 'Another integration has this address.',
  label_taken: 'Another key has this label.',
  key_not_found: 'This key does not exist; it may have been deleted.',
  calls_waiting: 'Calls of this integration are waiting.',
  listener_down: 'The listener for calls is not up.',

  folder_held: 'Another process holds the data folder.',
  folder_not_writable: 'The data folder cannot be written.',
  port_taken: 'Another program uses the port.',
  port_forbidden: 'The port may not be opened by this user.',
  database_newer: 'The database was written by a newer version of Hookline.',
  database_damaged: 'The database is damaged.',
  internal: 'Something went wrong inside Hookline.',
};

/** The sentence for a problem, with its own detail where that says more. */
export function sayProblem({ code, detail }: Pick<Problem, 'code' | 'detail'>): string {
  const words = wordsOf[code];
  return detail === '' || detail === titleOf(code) || detail === words ? words : `${words} ${detail}`;
}
