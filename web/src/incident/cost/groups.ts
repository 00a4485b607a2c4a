import type { CostLineView, CostView } from '../../../../api/contract/cost-view.ts';

/** The time of one person, with the lines that make it up. */
export type PersonLines = { email: string; name: string; team: string | null; days: CostView['people'][number]['days']; lines: CostLineView[] };

const isReview = ({ kind }: CostLineView): boolean => kind === 'reviewPreparation' || kind === 'reviewMeeting';

/** The lines by person in the order of the API, and those of the review apart. */
export function groupLines({ lines, people }: Pick<CostView, 'lines' | 'people'>): { people: PersonLines[]; review: CostLineView[] } {
  const groups = new Map<string, PersonLines>();
  for (const line of lines.filter((each) => !isReview(each))) {
    const email = line.email ?? '';
    const known = people.find((person) => person.email === email);
    const group = groups.get(email) ?? { email, name: known?.name ?? email, team: known?.team ?? null, days: known?.days ?? [], lines: [] };
    group.lines.push(line);
    groups.set(email, group);
  }
  return { people: [...groups.values()], review: lines.filter(isReview) };
}

/** Whether the limit of later days took hours from somebody. */
export function isLimited({ days }: Pick<PersonLines, 'days'>): boolean {
  return days.some((day) => day.engagedHours !== day.countedHours);
}

/** A decimal of hours as people say a length: `5 h 20 m`; the exact decimal is shown beside it. */
export function hoursInWords(decimal: string): string {
  const minutes = Math.round(Number(decimal) * 60);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, '0')} m`;
}
