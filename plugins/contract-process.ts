/** Turns stored secret values into usable ones, before the process has its configuration. Rejects with a sentence that people read and that holds no secret. */
export interface SecretProviderCapability {
  reveal(value: string): Promise<string>;
  /** False for a value that certainly was not made by this provider. Absent: every value may have been. */
  isSealed?(value: string): boolean;
}
/** Receives key system metrics of one process. `gauge`, `counter` and `timer` return at once. */
export interface MetricProviderCapability {
  /** Called once, before the first value, with every metric there is. Answers where it can be asked (an address), null when nowhere. Rejects when it cannot begin. */
  start(about: {
    part: string;
    version: string;
    host: string;
    tags: Record<string, string>;
    metrics: readonly { name: string; kind: 'counter' | 'timer' | 'gauge'; help: string; tags: readonly string[] }[];
  }): Promise<string | null>;
  gauge(name: string, value: number, tags: Record<string, string>): void;
  counter(name: string, value: number, tags: Record<string, string>): void;
  timer(name: string, milliseconds: number, tags: Record<string, string>): void;
  stop(): Promise<void>;
}
