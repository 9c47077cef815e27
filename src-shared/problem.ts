// The one table of expected failures. A code is a stable noun of the situation: logs, callers and screens
// rely on it. The words for people at the screen are in the renderer's `ui/words.ts`.

const table = {
  // The bytes of a request (RFC 9112, RFC 9110)
  malformed_request: [400, 'The request is malformed'],
  malformed_path: [400, 'The path is malformed'],
  host_malformed: [400, 'The Host header is malformed'],
  header_repeated: [400, 'A header stands twice'],
  too_many_parameters: [400, 'Too many query parameters'],
  body_late: [408, 'The request did not arrive in time'],
  body_too_large: [413, 'The body is too large'],
  address_too_long: [414, 'The address is too long'],
  expectation_unknown: [417, 'The expectation is not supported'],
  host_unknown: [421, 'The host name is not served here'],
  upgrade_refused: [426, 'No upgrade is offered'],
  headers_too_large: [431, 'The headers are too large'],
  transfer_coding_unknown: [501, 'The transfer coding is not supported'],
  version_unknown: [505, 'The HTTP version is not supported'],

  // The way of a call to its trigger
  endpoint_not_found: [404, 'No such endpoint'],
  call_not_found: [404, 'No such call'],
  range_outside: [416, 'The body has no such part'],
  method_not_allowed: [405, 'The method is not allowed'],
  address_not_allowed: [403, 'Calls from this address are not allowed'],
  browser_blocked: [403, 'Calls from web pages are not allowed'],
  not_exposed: [403, 'The endpoint is not exposed'],
  key_missing: [401, 'An API key is required'],
  key_wrong: [401, 'The API key is wrong'],
  key_disabled: [403, 'The API key is disabled'],
  key_expired: [403, 'The API key has expired'],
  login_missing: [401, 'A user and a password are required'],
  login_wrong: [401, 'The user or the password is wrong'],
  login_disabled: [403, 'The user is disabled'],
  signature_missing: [401, 'A signature is required'],
  signature_wrong: [401, 'The signature is wrong'],
  signature_expired: [401, 'The signature is too old'],
  token_missing: [401, 'A token is required'],
  token_wrong: [401, 'The token is wrong'],
  token_expired: [401, 'The token has expired'],
  issuer_unreachable: [503, 'The token cannot be checked now'],
  certificate_missing: [401, 'A client certificate is required'],
  certificate_wrong: [401, 'The client certificate is not accepted'],
  too_many_wrong_keys: [429, 'Too many wrong keys came from this address'],
  parameter_missing: [400, 'A query parameter is missing'],
  parameter_malformed: [400, 'A query parameter is malformed'],
  parameter_repeated: [400, 'A query parameter stands twice'],
  body_type_wrong: [415, 'The body is of another type'],
  body_malformed: [422, 'The body cannot be read'],
  body_not_as_declared: [422, 'The body is not as declared'],
  body_unchecked: [503, 'The body cannot be checked now'],
  tls_required: [403, 'The endpoint takes calls over HTTPS only'],
  integration_disabled: [503, 'The endpoint is switched off'],
  lane_full: [429, 'Too many calls are waiting'],
  lane_draining: [503, 'The lane is being drained'],
  lane_waits_on_itself: [508, 'The call would wait for itself'],
  loop_detected: [508, 'Too many calls have called each other'],
  secrets_unreadable: [503, 'The secrets of the endpoint cannot be read'],
  rate_limited: [429, 'Too many calls with this key'],
  callers_full: [503, 'Too many callers are waiting'],
  bodies_full: [503, 'Too many bodies are on their way'],
  installation_full: [503, 'Too much is waiting'],
  storage_full: [503, 'The disk is full'],
  storage_slow: [503, 'The disk is too slow'],
  in_recovery: [503, 'The installation is being recovered'],
  idempotency_key_malformed: [400, 'The idempotency key is malformed'],
  idempotency_running: [409, 'The first call with this idempotency key is still running'],
  idempotency_mismatch: [422, 'The idempotency key was used for another request'],
  shutting_down: [503, 'The service is shutting down'],
  storage_failed: [503, 'The call cannot be stored'],

  // The execution and its answer
  step_failed: [500, 'The execution failed'],
  command_forbidden: [500, 'The workflow may not run that program'],
  folder_forbidden: [500, 'The workflow may not write there'],
  callee_missing: [500, 'The integration to call cannot be found'],
  callee_disabled: [500, 'The integration to call is switched off'],
  call_recursive: [508, 'An integration would call itself'],
  destination_forbidden: [500, 'The workflow may not send a request there'],
  execution_timed_out: [500, 'The execution took too long'],
  worker_lost: [500, 'The execution was cut off'],
  interrupted: [500, 'The execution was interrupted'],
  answer_invalid: [502, 'The workflow made an invalid answer'],
  answer_timed_out: [504, 'The result is not ready yet'],
  caller_gone: [500, 'The caller hung up'],
  poison: [500, 'The execution ended the process several times'],
  skipped: [500, 'The call was skipped'],
  cancelled: [500, 'The call was cancelled'],

  // What the screens and the command line ask for
  input_invalid: [422, 'The input is not valid'],
  request_too_large: [413, 'The request is too large'],
  connection_lost: [503, 'The connection to Hookline is lost'],
  not_signed_in: [401, 'A token is required'],
  role_insufficient: [403, 'The role of the token does not allow this'],
  token_not_found: [404, 'No such token'],
  data_key_lost: [503, 'The data key cannot be opened'],
  data_key_present: [409, 'The data key is there'],
  integration_not_found: [404, 'No such integration'],
  integration_ambiguous: [409, 'The name fits several integrations'],
  integration_called: [409, 'Other integrations call this one'],
  version_not_found: [404, 'No such version'],
  version_stale: [409, 'The integration was changed meanwhile'],
  settings_stale: [409, 'The settings were changed meanwhile'],
  address_taken: [409, 'The address is taken'],
  label_taken: [409, 'The label is taken'],
  key_not_found: [404, 'No such key'],
  consumer_not_found: [404, 'No such consumer'],
  consumer_used: [409, 'Triggers let this consumer in'],
  value_not_found: [404, 'The environment has no such name'],
  value_used: [409, 'Integrations name this value'],
  connection_not_found: [404, 'No such connection'],
  connection_used: [409, 'Integrations go over this connection'],
  connection_failed: [502, 'The connection cannot be used'],
  rule_not_found: [404, 'No such rule'],
  key_shown_once: [409, 'The value of this key is not kept'],
  calls_waiting: [409, 'Calls are waiting'],
  call_not_waiting: [409, 'The call does not wait'],
  body_lost: [410, 'The file of the body is gone'],
  call_not_repeatable: [409, 'The call cannot be sent again'],
  replay_not_confirmed: [409, 'The trigger does not say that its calls may be repeated'],
  replay_not_found: [404, 'No such replay'],
  replay_empty: [409, 'There is no call to send again'],
  lane_not_found: [404, 'No such lane'],
  lane_empty: [409, 'No call waits in the lane'],
  lane_not_held: [409, 'The lane is not held'],
  head_not_failed: [409, 'The head of the lane has not failed'],
  examples_missing: [404, 'There are no examples here'],
  desktop_missing: [404, 'This is the service, not the desktop app'],
  update_not_ready: [409, 'No update is ready'],
  listener_down: [503, 'The listener is not up'],

  // What only the command line meets
  usage_wrong: [400, 'The command is not used in this way'],
  file_unreadable: [422, 'The file cannot be read'],
  file_not_writable: [503, 'The file cannot be written'],
  installation_missing: [404, 'There is no installation'],
  service_missing: [503, 'No service runs'],
  service_unmanaged: [503, 'The system does not manage the service'],
  executions_not_paused: [409, 'Executions are not paused'],

  // Certificates of the HTTPS listener
  certificate_unreadable: [422, 'The certificate cannot be read'],
  certificate_key_missing: [422, 'The private key is missing'],
  certificate_key_wrong: [422, 'The private key belongs to another certificate'],
  passphrase_wrong: [422, 'The passphrase is missing or wrong'],
  certificate_expired: [422, 'The certificate has run out'],
  certificate_weak: [422, 'The certificate is too weak'],
  certificate_not_issued: [502, 'The certificate was not issued'],
  certificate_not_found: [404, 'No such certificate'],

  // The installation itself
  folder_held: [503, 'The data folder is in use'],
  folder_not_writable: [503, 'The data folder cannot be written'],
  port_taken: [503, 'The port is taken'],
  port_forbidden: [503, 'The port may not be opened'],
  admin_needs_tls: [503, 'The screens need TLS beyond this machine'],
  database_newer: [503, 'The database is from a newer version'],
  database_damaged: [503, 'The database is damaged'],
  calls_missing: [503, 'Accepted calls are missing'],
  backup_failed: [503, 'The backup could not be made'],
  backup_unreadable: [422, 'The backup cannot be read'],
  not_in_recovery: [409, 'There is nothing to recover'],
  internal: [500, 'Something went wrong inside'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof table;

/** A field at fault, by the path of the input it stands in. */
export interface FieldIssue {
  path: (string | number)[];
  message: string;
  /** Where it stands in the text that the input was read from, if that has lines. */
  line?: number | undefined;
}

/** An expected failure, as a value. */
export interface Problem {
  readonly code: ProblemCode;
  /** A short text that a caller may see. */
  readonly detail: string;
  /** The full reason, for the log only; where absent, `detail` says it all. */
  readonly reason?: string;
  /** The field at fault, e.g. `integrations[0].trigger.methods[1]`. */
  readonly path?: string;
  /** All fields at fault, where there may be several; `path` and `detail` are of the first. */
  readonly issues?: readonly FieldIssue[];
  /** Sent as `retry-after` (RFC 9110, 10.2.3). */
  readonly retryAfterSeconds?: number;
}

type ProblemExtras = Partial<Omit<Problem, 'code'>>;

/** Makes a problem; its detail is the table's title unless one is given. */
export function problem(code: ProblemCode, extras: ProblemExtras = {}): Problem {
  return { code, ...extras, detail: extras.detail ?? table[code][1] };
}

/** The HTTP status a problem is answered with. */
export const statusOf = (code: ProblemCode): number => table[code][0];
export const titleOf = (code: ProblemCode): string => table[code][1];
export const problemCodes = Object.keys(table) as ProblemCode[];
export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(table, text);
