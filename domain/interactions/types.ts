/** What options of a field are looked up among; `participants` are those of the incident that the form is about. */
export type SearchSource = 'people' | 'participants' | 'services' | 'tags' | 'incidents';

/** One choice of a select. */
export interface FieldOption {
  value: string;
  label: string;
  /** A second line where the vendor shows one. */
  detail?: string;
}

interface FieldBase {
  name: string;
  label: string;
  hint?: string;
  isRequired?: boolean;
  /** The form is asked for again with the present values when this changes, because other fields depend on it. */
  isDependedOn?: boolean;
}
/** A field for a line, or for several. */
export interface TextField extends FieldBase {
  kind: 'line' | 'text';
  value?: string;
  maxLength?: number;
  placeholder?: string;
}
/** A field of a form. Values are text; lists are lists of text; `time` is ISO in UTC; `person` and `people` are e-mail addresses. */
export type Field =
  | TextField
  | (FieldBase & { kind: 'select'; options: FieldOption[]; value?: string })
  /** Options are looked up while somebody types: `source` names of what. */
  | (FieldBase & { kind: 'search'; source: SearchSource; isMany: boolean; value?: FieldOption[] })
  | (FieldBase & { kind: 'person' | 'people'; value?: string[] })
  | (FieldBase & { kind: 'time'; value?: string })
  | (FieldBase & { kind: 'flag'; value?: boolean })
  /** Only to be read. */
  | { kind: 'note'; name: string; markdown: string };

/** A form: a modal at a chat vendor, a dialog in the web. */
export interface Form {
  /** Which form it is, e.g. `report-tactical`. */
  id: string;
  title: string;
  submit: string;
  fields: Field[];
  /** What comes back with the values; at most 2,000 characters and no secrets. */
  context: string;
}

/** Something to press. `action` and `value` come back; `url` opens a page instead. */
export interface CardButton {
  label: string;
  style?: 'primary' | 'danger';
  action?: string;
  value?: string;
  url?: string;
  /** Asked before it is done. */
  confirm?: string;
}
/** A piece of a message, a list or a home page: text with what can be done about it. */
export interface Card {
  markdown: string;
  /** Short facts beside each other. */
  facts?: { label: string; value: string }[];
  buttons?: CardButton[];
}

/** Values of a form by field. */
export type FormValues = Record<string, string | string[] | boolean | null>;

/** The answer: for the person who asked alone, unless `forAll`. */
export type Interaction =
  | { kind: 'cards'; cards: Card[]; forAll?: boolean; title?: string }
  | { kind: 'form'; form: Form }
  /** The form stays open; each message stands at its field, `form` = at the form as a whole. */
  | { kind: 'field-errors'; errors: Record<string, string> }
  | { kind: 'options'; options: FieldOption[] }
  | { kind: 'home'; cards: Card[] }
  /** Nothing to show. */
  | { kind: 'done' };
