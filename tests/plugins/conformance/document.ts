import { expect } from '@jest/globals';
import { expectKind, makingChecks, newPlace, type Make } from './making.ts';
import type { Check, World } from './world.ts';

const TEMPLATE = '# {{key}}\n\nStage: {{stage}}, commander {{ commander }}, {{unknown_thing}}\n';
const VALUES = { key: 'INC-42', stage: 'active', commander: 'Nadia Rahman' };

const make: Make = ({ use }, place) =>
  use('document').create({
    ...place,
    kind: 'incident',
    title: 'INC-42 Incident document',
    folderId: null,
    template: TEMPLATE,
    values: VALUES,
    private: false,
  });

async function document(world: World): Promise<string> {
  return (await make(world, await newPlace(world, 'document'))).externalId;
}

/** What every document provider must do. */
export const documentChecks: Check[] = [
  ...makingChecks('document', make),
  {
    name: 'placeholders are filled in, unknown ones stay visible',
    async run(world) {
      const text = await world.use('document').read(await document(world));
      expect(text).toContain('Stage: active, commander Nadia Rahman');
      expect(text).toContain('{{unknown_thing}}');
    },
  },
  {
    name: 'a refresh follows the incident and keeps what people wrote',
    async run(world) {
      const id = await document(world);
      const line = 'The Frankfurt edge drops TLS 1.2 handshakes; active since 09:05.';
      await world.writeAsPerson(id, line);
      for (const stage of ['stable', 'closed']) {
        await world.use('document').refresh(id, { ...VALUES, stage });
        const text = await world.use('document').read(id);
        expect(text).toContain(`Stage: ${stage}, commander Nadia Rahman`);
        expect(text).toContain(line);
      }
      await world.use('document').refresh(id, { ...VALUES, stage: 'closed' });
      expect((await world.use('document').read(id)).split(line)).toHaveLength(2);
    },
  },
  {
    name: 'making it again does not undo what people wrote',
    async run(world) {
      const place = await newPlace(world, 'document');
      const { externalId } = await make(world, place);
      await world.writeAsPerson(externalId, 'Keep me.');
      await make(world, place);
      expect(await world.use('document').read(externalId)).toContain('Keep me.');
    },
  },
  {
    name: 'privacy can be changed again and again, and changes no text',
    async run(world) {
      const id = await document(world);
      const before = await world.use('document').read(id);
      for (const isPrivate of [true, true, false]) await world.use('document').setPrivate?.(id, isPrivate);
      expect(await world.use('document').read(id)).toBe(before);
    },
  },
  {
    name: 'a document that is not there is not found',
    async run(world) {
      const nowhere = '00000000-0000-4000-8000-000000000000';
      await expectKind('not-found', () => world.use('document').read(nowhere));
      await expectKind('not-found', () => world.use('document').refresh(nowhere, VALUES));
    },
  },
];
