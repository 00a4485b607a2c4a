import type {
  BuiltinStore,
  CapabilityMap,
  CapabilityName,
  Health,
  InboundHost,
  InboundRequest,
  InboundResult,
  Listener,
  Plugin,
  SetupGuide,
} from './contract.ts';
import type { MeasuredCall } from './measured.ts';
import type { SettingProblem } from './settings.ts';

/** A configured plugin with its settings decrypted. `projectId` null = for every project of the organization. */
export interface PluginInstance {
  id: string;
  pluginId: string;
  projectId: string | null;
  isEnabled: boolean;
  /** The capabilities it is used for; those not named are not taken from it. */
  capabilities: readonly string[];
  settings: unknown;
}

/** The SMTP server of the process's configuration, used by organizations that configured none. */
export interface SmtpFallback {
  host: string;
  port: number;
  user: string | null;
  password: string | null;
  secure: boolean;
  from: string;
}

/** What the registry is made from; everything outside `plugins/` is handed in. */
export interface RegistryOptions {
  /** Base URL of the web, no trailing slash. */
  webUrl: string;
  /** All instances of an organization, disabled ones too, in the order in which they win. */
  instances(organizationId: string): Promise<readonly PluginInstance[]>;
  organizationSlug(organizationId: string): Promise<string>;
  /** A project's settings that concern built-in capabilities. */
  projectSettings(projectId: string): Promise<{ conferenceUrlTemplate?: string | undefined }>;
  store(organizationId: string): BuiltinStore;
  smtp: SmtpFallback | null;
  /** Plugins besides those of `plugins/index.ts`; one with the same id replaces it. */
  plugins?: readonly Plugin[];
  /** Private networks, addresses and host names that plugins may reach; none when absent. */
  outboundAllow?: readonly string[];
  now?: () => Date;
  /** Told of every call of a capability when it is over; for metrics. */
  onCall?: (call: MeasuredCall) => void;
  /** How long instances are kept before they are asked for again; 2000 ms when absent. */
  cacheMs?: number;
}

/** A capability with the plugin that provides it. */
export interface Provided<C extends CapabilityName> {
  pluginId: string;
  impl: CapabilityMap[C];
}

/** A plugin as settings pages show it; `schema` is the JSON Schema of its settings. */
export interface PluginInfo {
  id: string;
  name: string;
  description: string;
  setup: string;
  capabilities: readonly CapabilityName[];
  secrets: readonly string[];
  schema: Record<string, unknown>;
}

/** Where a plugin's instance is looked for. */
export interface InstancePlace {
  organizationId: string;
  projectId: string | null;
  pluginId: string;
}

/** An instance whose plugin takes what its vendor sends through a connection of its own. */
export interface ListeningInstance {
  /** The same as long as the instance and its settings are. */
  key: string;
  projectId: string | null;
  pluginId: string;
  /** Begins; null when the settings ask for no connection. */
  listen(host: InboundHost): Listener | null;
}

/** Finds, per organization, project and capability, the plugin that provides it. */
export interface Registry {
  /** The provider in charge: the project's instance, else the organization's, else the product itself. `not-found` when nobody offers it. */
  capability<C extends CapabilityName>(
    organizationId: string,
    projectId: string | null,
    name: C,
  ): Promise<Provided<C>>;
  /** Like {@link Registry.capability}, null when nobody offers it (e.g. no mail server: mail stays in the outbox). */
  find<C extends CapabilityName>(
    organizationId: string,
    projectId: string | null,
    name: C,
  ): Promise<Provided<C> | null>;
  /** The mail server of the installation, whatever an organization set up for itself; null when there is none. Links that open an account go by it. */
  mailOfInstallation(organizationId: string): Promise<Provided<'email'> | null>;
  /**
   * The capability of one plugin, for objects it made before: they stay with their provider when another is put in charge. `not-found` when
   * the plugin is no longer set up.
   */
  provider<C extends CapabilityName>(place: InstancePlace, name: C): Promise<Provided<C>>;
  /** All plugins, those of the product first. */
  plugins(): Promise<PluginInfo[]>;
  /** The problems of settings before they are saved. `not-found` for an unknown plugin. */
  checkSettings(pluginId: string, settings: unknown): Promise<SettingProblem[]>;
  /** Asks the instance how it is doing; never throws: what goes wrong is the answer. */
  health(place: InstancePlace): Promise<Health>;
  /** What an administrator copies to the vendor; null when the plugin has nothing of the kind. */
  guide(place: InstancePlace): Promise<SetupGuide | null>;
  /** The enabled instances of an organization that may have something to listen to. */
  listening(organizationId: string): Promise<ListeningInstance[]>;
  /** Hands a vendor's request to the plugin's instances until one does not refuse it (401). `not-found` when none takes requests. */
  inbound(place: { organizationId: string; pluginId: string }, request: InboundRequest, host: (projectId: string | null) => InboundHost): Promise<InboundResult>;
  /** Forgets what was kept about an organization, because its settings changed. */
  invalidate(organizationId: string): void;
}
