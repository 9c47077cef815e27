import type { z } from 'zod';
import { ApiKey, ApiKeyDraft } from './api-key.ts';
import { dropKept } from './map-secrets.ts';

/**
 * Who calls, known to the whole installation: a key of its own, which any trigger may let in. What becomes of it there
 * takes effect in all of them at once.
 */
export const Consumer = ApiKey;
export type Consumer = z.infer<typeof Consumer>;

export const ConsumerDraft = ApiKeyDraft;
export type ConsumerDraft = z.infer<typeof ConsumerDraft>;

/** The draft that saving a consumer unchanged would hand in. */
export const draftOfConsumer = (consumer: Consumer): ConsumerDraft => ConsumerDraft.parse(dropKept(consumer));
