import type {
  Capabilities,
  CapabilityName,
  CapabilityMap,
  Health,
  IncidentBrief,
  MfaAnswer,
  MfaAsk,
  VendorPerson,
} from '../../../plugins/contract.ts';

/** Trouble on the wire to a vendor. `lost` = the work is done and the answer lost; `unsent` = the request is lost; `hang` = no answer. */
export type WireFault = 'lost' | 'unsent' | 'hang' | 'garbage' | { status: number; retryAfter?: string };

/** The wire between a plugin and its vendor's fake. */
export interface Wire {
  /** The next requests that change something at the vendor fail so, in this order. */
  failNextWrites(faults: readonly WireFault[]): void;
  /** The next requests fail so, whatever they are. */
  failNext(faults: readonly WireFault[]): void;
}

/** A vendor with one connected instance of the plugin under test, made for one check. */
export interface World {
  /** The instance; a name that the plugin does not offer is an error. */
  use<C extends CapabilityName>(name: C): CapabilityMap[C];
  /** The same with credentials that the vendor does not know; null when there are no credentials. */
  withBadCredentials: (() => Promise<Capabilities>) | null;
  /** Id of a new incident. */
  incident(): Promise<string>;
  /** How many objects at the vendor carry the mark. */
  count(mark: string): Promise<number>;
  /** The next create does its work and then fails, as if the answer were lost. */
  loseNextAnswer(): void;
  /** The wire; null when there is none (the product itself). */
  wire: Wire | null;
  /** Somebody whom the vendor cannot add. */
  stranger: VendorPerson;
  /** A service with a rotation, a time, and who is on call then and after. */
  service: { id: string; at: string; current: string; next: string };
  /** Adds a line to a document as a person does in the vendor's editor. */
  writeAsPerson(documentId: string, line: string): Promise<void>;
  /** How many messages a conversation holds. */
  messageCount(conversationId: string): Promise<number>;
  /** Mails that arrived, oldest first; `raw` is the whole message where there is one. */
  mails(): Promise<{ messageId: string; to: string; subject: string; raw: string }[]>;
  /** A person in the directory, null when the plugin has no directory. */
  knownPerson: VendorPerson | null;
  /** Answers what a provider of second factors asks, as a person does; only where there are some. `deny` = no, or something wrong. */
  secondFactor?: (ask: MfaAsk, how: 'allow' | 'deny') => Promise<MfaAnswer>;
  health(): Promise<Health>;
  healthWithBadCredentials: (() => Promise<Health>) | null;
  stop(): Promise<void>;
}

/** How a plugin's world is made. */
export interface Harness {
  /** What it is called where one plugin has several harnesses; else the plugin's id. */
  name?: string;
  pluginId: string;
  capabilities: readonly CapabilityName[];
  /** True when there is a wire that can break. */
  hasWire: boolean;
  /** Once before all checks of the plugin. */
  open(): Promise<{ world(): Promise<World>; close(): Promise<void> }>;
}

/** One thing that every provider of a capability must do. Checks that `need` a wire are left out where there is none. */
export interface Check {
  name: string;
  need?: 'wire';
  run(world: World): Promise<void>;
}

/** `count` people with addresses of their own. */
export function people(count: number): VendorPerson[] {
  return Array.from({ length: count }, (_, index) => ({
    email: `person${index}@example.org`,
    name: `Person ${index}`,
  }));
}

/** Facts of an incident as tickets and pages show them. */
export function briefOf(incidentId: string, changes: Partial<IncidentBrief> = {}): IncidentBrief {
  const [reporter, commander] = [
    { email: 'tom@example.org', name: 'Tom Okafor' },
    { email: 'nadia@example.org', name: 'Nadia Rahman' },
  ];
  return {
    incidentId,
    key: 'INC-42',
    title: 'Card payments are failing in EU',
    description: 'Since 09:05 most card payments fail.',
    stage: 'active',
    severity: 'Critical',
    priority: 'High',
    type: 'Service outage',
    project: 'Payments',
    restricted: false,
    reporter,
    commander,
    url: `https://dispatch.example/incidents/${incidentId}`,
    links: {},
    costText: null,
    ...changes,
  };
}
