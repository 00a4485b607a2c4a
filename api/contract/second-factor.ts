import { z } from 'zod';
import { AccessLevelName, Id, IdParams, Line, Time } from './common.ts';
import { defineRoute } from './route.ts';
import { Session } from './session.ts';

const PolicyName = z.enum(['off', 'enrolled', 'required']);
const Kind = z.enum(['code', 'webauthn', 'redirect']);
const MethodId = z.string().min(1).max(40);

/** One way to prove a second factor. `enrolled` = the person has set it up; `name` is what people read. */
export const FactorMethod = z.object({ id: z.string(), name: z.string(), kind: Kind, enrolled: z.boolean(), canAdd: z.boolean() });
/** See {@link FactorMethod}. */
export type FactorMethod = z.infer<typeof FactorMethod>;

/** A second factor of the person who asks. */
export const Factor = z.object({ id: Id, method: z.string(), methodName: z.string(), name: z.string(), createdAt: Time, lastUsedAt: Time.nullable() });
/** See {@link Factor}. */
export type Factor = z.infer<typeof Factor>;

/** What the browser shows or does so that the person can answer: digits, `navigator.credentials` with these options, or the provider's page in a window. */
export const FactorAsk = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('code'), digits: z.number().int(), secret: z.string().optional(), uri: z.string().optional() }),
  z.object({ kind: z.literal('webauthn'), options: z.record(z.string(), z.unknown()) }),
  z.object({ kind: z.literal('redirect'), url: z.string(), state: z.string() }),
]);
/** See {@link FactorAsk}. */
export type FactorAsk = z.infer<typeof FactorAsk>;

const Code = z.string().trim().min(4, 'is too short: type the whole code').max(40);
const Credential = z.record(z.string(), z.unknown());
const State = z.string().min(1).max(2000);
/** What somebody answers: a code, one of their recovery codes, what their key signed, or what the provider sent back. `challenge` is the id of the question. */
export const FactorAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('code'), method: MethodId, code: Code }),
  z.strictObject({ kind: z.literal('recovery'), code: Code }),
  z.strictObject({ kind: z.literal('webauthn'), challenge: Id, credential: Credential }),
  z.strictObject({ kind: z.literal('redirect'), challenge: Id, state: State, code: State }),
]);
/** See {@link FactorAnswer}. */
export type FactorAnswer = z.infer<typeof FactorAnswer>;

const EnrolmentAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('code'), code: Code }),
  z.strictObject({ kind: z.literal('webauthn'), credential: Credential }),
  z.strictObject({ kind: z.literal('redirect'), state: State, code: State }),
]);

/** Where the person stands: what the organization asks for, what they have, and until when this session's proof counts. */
export const FactorStatus = z.object({
  policy: PolicyName,
  stepUpMinutes: z.number().int(),
  /** True when the policy wants them to have a second factor and they have none. */
  mustEnrol: z.boolean(),
  /** False when authentication is off: then nobody is asked for anything. */
  isAsked: z.boolean(),
  provenUntil: Time.nullable(),
  methods: z.array(FactorMethod),
  factors: z.array(Factor),
  recoveryCodesLeft: z.number().int(),
});

/** The policy of the organization, and how far it is followed. */
export const FactorPolicy = z.object({
  policy: PolicyName,
  stepUpMinutes: z.number().int(),
  coverage: z.object({ needed: z.number().int(), enrolled: z.number().int(), missing: z.array(z.object({ id: Id, name: z.string(), email: z.string(), accessLevel: AccessLevelName })) }),
});
const Begun = z.object({ challenge: Id, ask: FactorAsk });
const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
const Ticket = z.string().min(20).max(200);

const tag = 'Second factor';
/** Routes of second factors: one's own, proving one, the organization's policy, and the second half of signing in. */
export const secondFactor = {
  status: defineRoute({ id: 'secondFactor.status', method: 'get', path: '/account/second-factor', access: 'member', tag, summary: 'One’s second factors, and what the organization asks for', response: FactorStatus }),
  enrol: defineRoute({ id: 'secondFactor.enrol', method: 'post', path: '/account/second-factor/enrolments', access: 'member', stepUp: 'own', tag, summary: 'Begin to set a second factor up', body: z.strictObject({ method: MethodId }), response: Begun, status: 201 }),
  add: defineRoute({ id: 'secondFactor.add', method: 'post', path: '/account/second-factor/factors', access: 'member', stepUp: 'own', tag, summary: 'Finish setting a second factor up; the first one comes with recovery codes, shown only now', body: z.strictObject({ challenge: Id, name: Line(80), answer: EnrolmentAnswer }), response: z.object({ factor: Factor, recoveryCodes: z.array(z.string()).nullable() }), status: 201 }),
  rename: defineRoute({ id: 'secondFactor.rename', method: 'patch', path: '/account/second-factor/factors/:id', access: 'member', tag, summary: 'Rename one of one’s second factors', params: IdParams, body: z.strictObject({ name: Line(80) }), response: Factor }),
  remove: defineRoute({ id: 'secondFactor.remove', method: 'delete', path: '/account/second-factor/factors/:id', access: 'member', stepUp: 'own', tag, summary: 'Remove one of one’s second factors; with the last one the recovery codes go', params: IdParams, status: 204 }),
  renewCodes: defineRoute({ id: 'secondFactor.renewCodes', method: 'post', path: '/account/second-factor/recovery-codes', access: 'member', stepUp: 'own', tag, summary: 'Make ten new recovery codes, shown only now; the ones before end', response: RecoveryCodes, status: 201 }),
  ask: defineRoute({ id: 'secondFactor.ask', method: 'post', path: '/account/second-factor/challenges', access: 'member', tag, summary: 'Ask for a key or the provider’s page; codes need no question', body: z.strictObject({ method: MethodId }), response: Begun, status: 201 }),
  prove: defineRoute({ id: 'secondFactor.prove', method: 'post', path: '/account/second-factor/proofs', access: 'member', tag, summary: 'Prove a second factor: sensitive actions are then free for the policy’s minutes in this session', body: z.strictObject({ answer: FactorAnswer }), response: z.object({ provenUntil: Time }), status: 201 }),
  policy: defineRoute({ id: 'secondFactor.policy', method: 'get', path: '/security/second-factor', access: 'manageSecurity', tag, summary: 'Whom the organization asks for a second factor, and who has one', response: FactorPolicy }),
  setPolicy: defineRoute({ id: 'secondFactor.setPolicy', method: 'put', path: '/security/second-factor', access: 'manageSecurity', stepUp: true, tag, summary: 'Choose whom to ask for a second factor, and for how many minutes a proof counts', body: z.strictObject({ policy: PolicyName, stepUpMinutes: z.int().min(1).max(240) }), response: FactorPolicy }),
  reset: defineRoute({ id: 'secondFactor.reset', method: 'delete', path: '/people/:id/second-factor', access: 'manageSecurity', stepUp: true, tag, summary: 'Remove every second factor of somebody who lost theirs', params: IdParams, status: 204 }),
  signInAsk: defineRoute({ id: 'secondFactor.signInAsk', method: 'post', path: '/session/second-factor/challenges', scope: 'root', access: 'public', tag, summary: 'While signing in: ask for a key or the provider’s page', body: z.strictObject({ ticket: Ticket, method: MethodId }), response: Begun, status: 201 }),
  signIn: defineRoute({ id: 'secondFactor.signIn', method: 'post', path: '/session/second-factor', scope: 'root', access: 'public', tag, summary: 'Finish signing in with the second factor: sets an HttpOnly cookie and returns a bearer token', body: z.strictObject({ ticket: Ticket, answer: FactorAnswer }), response: Session.extend({ token: z.string() }) }),
} as const;

/** What a refused request says beside the problem: how one can prove oneself. `ticket` comes while signing in. No enrolled method = set one up first. */
export const StepUpOffer = z.object({ methods: z.array(FactorMethod), recovery: z.boolean(), mustEnrol: z.boolean(), ticket: z.string().nullable() });
/** See {@link StepUpOffer}. */
export type StepUpOffer = z.infer<typeof StepUpOffer>;
