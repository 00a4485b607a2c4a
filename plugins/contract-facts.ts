/**
 * Our mark: what an object at a vendor must carry so that we find it again after a lost answer.
 * `mark` is stable per incident and purpose (`dispatch:<incidentId>:<purpose>`); implementations look it up before they create.
 */
export interface Mark {
  incidentId: string;
  mark: string;
}

/** A person as vendors need one. */
export interface VendorPerson {
  email: string;
  name: string;
}

/** Those of several people for whom a call failed, each with the reason; the others are done. */
export interface PeopleResult {
  failed: { email: string; reason: string }[];
}

/**
 * The facts about an incident that vendor objects show. Built from the projection; for restricted incidents providers must make private
 * objects, and where an object cannot be private they show `publicBrief` of it instead.
 */
export interface IncidentBrief {
  incidentId: string;
  key: string;
  title: string;
  description: string;
  stage: string;
  severity: string;
  priority: string;
  type: string;
  project: string;
  restricted: boolean;
  reporter: VendorPerson;
  commander: VendorPerson;
  /** Page of the incident in the web. */
  url: string;
  /** Resource URLs by resource kind, those that are there. */
  links: Partial<Record<string, string>>;
  costText: string | null;
}

/** An object as a provider returns it. */
export interface VendorObject {
  externalId: string;
  url: string | null;
  name: string;
}
