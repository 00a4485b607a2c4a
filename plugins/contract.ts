import type { Socket } from 'node:net';
import type { ZodType } from 'zod';
import type { BuiltinStore } from './contract-builtin.ts';
import type { CapabilityMap } from './contract-capabilities.ts';
import type { Http, HttpOptions } from './contract-http.ts';
import type { IncidentBrief } from './contract-facts.ts';
import type { InboundHost, InboundRequest, InboundResult } from './contract-inbound.ts';

/** The product's own store, which `plugins/builtin` works on. */
export type * from './contract-builtin.ts';
/** What each capability is asked for. */
export type * from './contract-capabilities.ts';
/** What vendors are told about incidents and people. */
export type * from './contract-facts.ts';
/** The way to a vendor over HTTP. */
export type * from './contract-http.ts';
/** What vendors tell us, and what the product does about it. */
export type * from './contract-inbound.ts';
/** Commands, buttons and forms of people at a vendor. */
export type * from './contract-interaction.ts';
/** Providers of a process: sealed secrets and metrics. */
export type * from './contract-process.ts';
/** Second factors. */
export type * from './contract-mfa.ts';

/** What plugins can do. A plugin offers some of them; per project and capability exactly one enabled plugin is used. */
export const CAPABILITIES = [
  'conversation',
  'document',
  'storage',
  'ticket',
  'conference',
  'oncall',
  'participantGroup',
  'contact',
  'email',
  'task',
  'monitor',
  'runbook',
  'participantResolver',
  'ai',
  'mfa',
  'secretProvider',
  'metricProvider',
] as const;
/** See {@link CAPABILITIES}. */
export type CapabilityName = (typeof CAPABILITIES)[number];

/** Why a vendor call failed; decides whether the step is tried again (`rate-limited`, `unavailable`) or waits for a person. */
export type VendorErrorKind = 'auth' | 'invalid' | 'not-found' | 'conflict' | 'rate-limited' | 'unavailable';

/** The only error a capability throws; `message` is what people read on the incident page and names the remedy where there is one. */
export class VendorError extends Error {
  readonly kind: VendorErrorKind;
  /** Milliseconds the vendor asked us to wait (always for `rate-limited`, sometimes for `unavailable`), else null. */
  readonly retryAfterMs: number | null;
  constructor(kind: VendorErrorKind, message: string, retryAfterMs: number | null = null) {
    super(message);
    this.name = 'VendorError';
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The brief as people outside a restricted incident may see it: title, description and cost say nothing. Open incidents come back as they are. */
export function publicBrief(brief: IncidentBrief): IncidentBrief {
  if (!brief.restricted) return brief;
  return {
    ...brief,
    title: `${brief.type} (restricted)`,
    description: 'This incident is restricted to its participants.',
    costText: null,
  };
}

/** How a plugin's instance is doing, as shown in settings and by `doctor`. */
export interface Health {
  ok: boolean;
  /** What is wrong and what to do, or what was checked. */
  detail: string;
  /** The same part by part, where the plugin has parts that fail by themselves, e.g. features whose permissions lack. */
  parts?: { label: string; ok: boolean; detail: string }[];
}

/** What an administrator copies to the vendor when they set a plugin up. */
export interface SetupGuide {
  /** Addresses that the vendor sends requests to. */
  addresses: { label: string; url: string }[];
  /** Texts to paste there, e.g. an app's manifest. */
  texts: { label: string; hint: string; text: string }[];
}

/** Something that is open as long as an instance is enabled, e.g. a socket. */
export interface Listener {
  /** Ends it; resolves when nothing of it is left. */
  stop(): Promise<void>;
}

/** What a plugin gets besides its settings: where the product is, whose instance this is, and the product's own store (builtin only). */
export interface PluginContext {
  organizationId: string;
  projectId: string | null;
  /** Base URL of the web, no trailing slash. */
  webUrl: string;
  organizationSlug: string;
  /** For an SDK that takes a fetch; refuses private addresses unless an operator allowed them. */
  fetch: typeof globalThis.fetch;
  /** A connected TCP socket, for protocols other than HTTP; refuses what `fetch` refuses. */
  openSocket(to: { host: string; port: number; timeoutMs: number }): Promise<Socket>;
  /** The way to a vendor over HTTP, with time-outs, errors mapped to {@link VendorError}, `Retry-After` read, and limits. */
  createHttp(options: Omit<HttpOptions, 'fetch' | 'now'>): Http;
  /** Makes a {@link VendorError}, for plugins that cannot import its class. */
  vendorError(kind: VendorErrorKind, message: string, retryAfterMs?: number | null): VendorError;
  now(): Date;
  /** Works for `plugins/builtin` only; any other plugin that touches it gets an error. */
  store: BuiltinStore;
}

/** The capabilities that one connected instance offers. */
export type Capabilities = { [C in CapabilityName]?: CapabilityMap[C] };

/** A plugin: one folder, one instance per organization or project. */
export interface Plugin<Settings = unknown> {
  id: string;
  name: string;
  description: string;
  /** Markdown link or sentence that says how to get credentials. */
  setup: string;
  settings: ZodType<Settings>;
  /** Names of the settings that are secrets: encrypted at rest, masked when read. */
  secrets: readonly string[];
  capabilities: readonly CapabilityName[];
  /** Builds the capabilities for one instance; loads SDKs lazily, opens nothing. Called again when the settings change. */
  connect(settings: Settings, context: PluginContext): Capabilities;
  health(settings: Settings, context: PluginContext): Promise<Health>;
  /** Answers one request of the vendor; refuses (401) what is not signed by it. */
  events?(settings: Settings, context: PluginContext, inbound: { request: InboundRequest; host: InboundHost }): Promise<InboundResult>;
  /** Begins to take what the vendor sends through a connection that we open, in place of requests to us; null when the settings ask for none. Opens again by itself what breaks. */
  listen?(settings: Settings, context: PluginContext, host: InboundHost): Listener | null;
  /** What to copy to the vendor; `settings` null = not set up yet. Pure. */
  guide?(settings: Settings | null, context: Pick<PluginContext, 'webUrl' | 'organizationSlug'>): SetupGuide;
}
