// The schemas that stand in the OpenAPI document once, under their names, wherever they are part of others.
import { ApiKey, ApiKeyDraft } from '#shared/model/api-key.ts';
import { Authentication, AuthenticationDraft } from '#shared/model/auth.ts';
import { BodySchema } from '#shared/model/body-contract.ts';
import { CallDetail, CallSummary, StepTrace } from '#shared/model/call.ts';
import { CallFilter } from '#shared/model/call-filter.ts';
import { Connection } from '#shared/model/connection.ts';
import { Consumer, ConsumerDraft } from '#shared/model/consumer.ts';
import { HttpAuthentication } from '#shared/model/http-authentication.ts';
import { InstallationFile } from '#shared/model/installation.ts';
import { Integration, IntegrationDraft } from '#shared/model/integration.ts';
import { Channel, Notification, NotificationRule, Telling } from '#shared/model/notification.ts';
import { HostStatus, Settings } from '#shared/model/setting.ts';
import { Step } from '#shared/model/step.ts';
import { StepRetry } from '#shared/model/step/step-retry.ts';
import { AnyValue, TextValue } from '#shared/model/step-value.ts';
import { Trigger, TriggerDraft } from '#shared/model/trigger.ts';

const named = {
  AnyValue,
  ApiKey,
  ApiKeyDraft,
  Authentication,
  AuthenticationDraft,
  BodySchema,
  CallDetail,
  CallFilter,
  CallSummary,
  Channel,
  Connection,
  Consumer,
  ConsumerDraft,
  HostStatus,
  HttpAuthentication,
  InstallationFile,
  Integration,
  IntegrationDraft,
  Notification,
  NotificationRule,
  Settings,
  Step,
  StepRetry,
  StepTrace,
  Telling,
  TextValue,
  Trigger,
  TriggerDraft,
};

const capital = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}`;

/** One for each kind, such as `HttpRequestStep`. */
const steps = Object.fromEntries(
  Step.options.map((step) => [`${capital(step.shape.kind.value)}Step`, step] as const),
);

/**
 * As they are answered, and, where that differs by what may be left out, as they are asked for: `TriggerInput`. Those that
 * nothing names are to be taken out.
 */
export const commonSchemas = Object.fromEntries(
  Object.entries({ ...named, ...steps }).flatMap(([name, schema]) => [
    [name, { schema, strategy: 'output' as const }],
    [`${name}Input`, { schema, strategy: 'input' as const }],
  ]),
);
