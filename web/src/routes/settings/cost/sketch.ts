import { decimalText, isDecimal, type RoleName } from './model-form.ts';

/** A row of a sketched incident: so many people in a role for so many hours (empty = as long as it is active). */
export type SketchRow = { id: number; role: RoleName; count: string; hours: string; activities: string };
/** A sketched incident as the form holds it. */
export type SketchValues = { activeHours: string; review: boolean; people: SketchRow[] };

/** An incident of a working day, to begin with. */
export const FIRST_SKETCH: SketchValues = {
  activeHours: '6',
  review: true,
  people: [
    { id: 1, role: 'commander', count: '1', hours: '', activities: '20' },
    { id: 2, role: 'scribe', count: '1', hours: '', activities: '15' },
    { id: 3, role: 'participant', count: '4', hours: '3', activities: '10' },
  ],
};

/** Reads the sketch as the API takes it; undefined while a field of it is not a number. */
export function readSketch({ activeHours, review, people }: SketchValues) {
  const isWhole = (text: string): boolean => /^\d{1,4}$/.test(text.trim());
  const fits = isDecimal(activeHours) && people.length > 0 && people.every(({ count, hours, activities }) => isWhole(count) && Number(count) > 0 && (hours.trim() === '' || isDecimal(hours)) && isWhole(activities));
  if (!fits) return undefined;
  const stages = [{ stage: 'active' as const, hours: decimalText(activeHours) }, ...(review ? [{ stage: 'closed' as const, hours: '0' }, { stage: 'review' as const, hours: '0' }] : [])];
  return {
    stages,
    people: people.map(({ role, count, hours, activities }) => ({ role, count: Number(count), activities: Number(activities), ...(hours.trim() === '' ? {} : { hours: decimalText(hours) }) })),
  };
}
