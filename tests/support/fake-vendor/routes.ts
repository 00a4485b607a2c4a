import {
  addObject,
  COLLECTIONS,
  objectsOf,
  UNIQUE,
  type Collection,
  type FakeData,
  type FakeObject,
} from './objects.ts';

/** A request as routes see it. */
export interface FakeRequest {
  method: string;
  segments: string[];
  query: URLSearchParams;
  body: Record<string, unknown>;
  pageSize: number;
}
/** An answer before it is written. */
export interface FakeAnswer {
  status: number;
  body?: unknown;
}

const problem = (status: number, message: string): FakeAnswer => ({ status, body: { error: { message } } });

/** Answers a request of the fake vendor's wire format, with its errors and its pages. */
export function answer(data: FakeData, request: FakeRequest): FakeAnswer {
  const [first, id, part, item] = request.segments;
  if (first === 'me') return { status: 200, body: { account: 'fake' } };
  if (first === 'services') return onCall(data, id ?? '', request);
  const collection = COLLECTIONS.find((name) => name === first);
  if (collection === undefined) return problem(404, `no such collection: ${first ?? ''}`);
  if (id === undefined)
    return request.method === 'POST' ? create(data, collection, request) : search(data, collection, request);
  const object = data.collections.get(collection)?.get(id);
  if (object === undefined) return problem(404, `no such object: ${id}`);
  if (part === undefined) return onObject(data, { collection, object, request });
  if (part === 'members') return members(data, { object, request, email: item });
  if (part === 'messages') return messages(object, request);
  if (part === 'text' && collection === 'documents') return { status: 200, body: { text: rendered(object) } };
  return problem(404, `no such part: ${part}`);
}

function view(object: FakeObject, collection: Collection) {
  return {
    id: object.id,
    url: `https://vendor.example/${collection}/${object.id}`,
    madeAt: object.madeAt,
    mark: object.mark,
    fields: object.fields,
  };
}

function create(data: FakeData, collection: Collection, { body }: FakeRequest): FakeAnswer {
  if (typeof body['mark'] !== 'string' || body['mark'] === '') return problem(422, 'mark is required');
  if (typeof body['name'] !== 'string' || body['name'] === '') return problem(422, 'name is required');
  const there = objectsOf(data, collection, body['mark'])[0];
  if (there !== undefined && UNIQUE.includes(collection))
    return problem(409, `the mark is taken by ${there.id}`);
  if (collection === 'mails' && data.strangers.has(String(body['to'])))
    return problem(422, `no such mailbox: ${String(body['to'])}`);
  return { status: 201, body: view(addObject(data, collection, body), collection) };
}

function search(data: FakeData, collection: Collection, { query, pageSize }: FakeRequest): FakeAnswer {
  const found = objectsOf(data, collection, query.get('mark') ?? undefined);
  return page(
    found.map((object) => view(object, collection)),
    query,
    pageSize,
  );
}

function page(items: unknown[], query: URLSearchParams, pageSize: number): FakeAnswer {
  const from = Number(query.get('cursor') ?? '0');
  const next = from + pageSize;
  return {
    status: 200,
    body: { items: items.slice(from, next), nextCursor: next < items.length ? String(next) : null },
  };
}

function onObject(
  data: FakeData,
  { collection, object, request }: { collection: Collection; object: FakeObject; request: FakeRequest },
): FakeAnswer {
  if (request.method === 'GET') return { status: 200, body: view(object, collection) };
  if (request.method === 'DELETE') {
    data.collections.get(collection)?.delete(object.id);
    return { status: 204 };
  }
  // As some vendors do, it complains about changes that change nothing.
  if (
    request.body['archived'] !== undefined &&
    request.body['archived'] === (object.fields['archived'] ?? false)
  )
    return problem(409, request.body['archived'] === true ? 'already_archived' : 'not_archived');
  Object.assign(object.fields, request.body);
  return { status: 200, body: view(object, collection) };
}

function members(
  data: FakeData,
  { object, request, email }: { object: FakeObject; request: FakeRequest; email: string | undefined },
): FakeAnswer {
  if (request.method === 'GET') return page([...object.members.keys()], request.query, request.pageSize);
  if (request.method === 'DELETE')
    return object.members.delete(email ?? '') ? { status: 204 } : problem(404, 'not_in_group');
  const address = textOf(request.body['email']);
  if (data.strangers.has(address)) return problem(422, `no account for ${address}`);
  if (object.members.has(address)) return problem(409, 'already_in_group');
  object.members.set(address, textOf(request.body['name']));
  return { status: 204 };
}

function messages(object: FakeObject, { method, body, query, pageSize }: FakeRequest): FakeAnswer {
  if (method === 'GET')
    return page(
      object.messages.filter((message) => !query.has('key') || message.key === query.get('key')),
      query,
      pageSize,
    );
  if (object.fields['archived'] === true) return problem(409, 'is_archived');
  const key = textOf(body['key']);
  // The vendor's own idempotency key: a second post with it is answered with the first.
  const there = object.messages.find((message) => message.key === key);
  if (there) return { status: 200, body: { id: there.id } };
  const message = { id: `${object.id}.${object.messages.length + 1}`, key, text: textOf(body['text']) };
  object.messages.push(message);
  return { status: 201, body: { id: message.id } };
}

function rendered(object: FakeObject): string {
  const values = new Map<string, unknown>(Object.entries(Object(object.fields['values'])));
  return textOf(object.fields['text']).replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (whole, name: string) =>
    values.has(name) ? textOf(values.get(name)) : whole,
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Rotations with shifts of one hour since 1970. */
function onCall(data: FakeData, id: string, { query }: FakeRequest): FakeAnswer {
  const people = data.services.get(id);
  if (people === undefined) return problem(404, `no such service: ${id}`);
  const turn = Math.floor(Date.parse(query.get('at') ?? '') / 3_600_000);
  const at = (offset: number) => (people.length === 0 ? null : people[(turn + offset) % people.length]);
  return { status: 200, body: { current: at(0), next: at(1) } };
}
