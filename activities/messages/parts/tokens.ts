import type { Chip } from './content.ts';

/** Colours of one theme, the product's own (`web/src/ui/tokens.css`); mail knows no variables, so they are repeated here. */
export interface Theme {
  bg: string;
  panel: string;
  line: string;
  chip: string;
  ink: string;
  ink2: string;
  ink3: string;
  accent: string;
  accentInk: string;
  link: string;
  brand: string;
  tones: Record<Chip['tone'], { ink: string; bg: string }>;
}

/** The light theme, which is what a mail program without themes shows. */
export const LIGHT: Theme = {
  bg: '#fbfaf8',
  panel: '#ffffff',
  line: '#e7e4df',
  chip: '#f2f0ec',
  ink: '#1d1c1a',
  ink2: '#5d5a55',
  ink3: '#6b675f',
  accent: '#2f5bea',
  accentInk: '#ffffff',
  link: '#2a52d6',
  brand: '#bf3d14',
  tones: {
    active: { ink: '#bf3d14', bg: '#fdeee7' },
    stable: { ink: '#7d5800', bg: '#fbf3dc' },
    closed: { ink: '#52635a', bg: '#edf2ee' },
    review: { ink: '#6244bd', bg: '#f1edfb' },
    sev1: { ink: '#b3261e', bg: '#fdecea' },
    sev2: { ink: '#a84d0c', bg: '#fdf0e3' },
    sev3: { ink: '#75661c', bg: '#f7f2db' },
    sev4: { ink: '#5a6675', bg: '#eef0f3' },
    neutral: { ink: '#5d5a55', bg: '#f2f0ec' },
  },
};

/** The dark theme, for mail programs that ask for it. */
export const DARK: Theme = {
  bg: '#0f1218',
  panel: '#151922',
  line: '#262c38',
  chip: '#1f2530',
  ink: '#e8eaee',
  ink2: '#a6adba',
  ink3: '#8e96a5',
  accent: '#7d9bff',
  accentInk: '#0c1020',
  link: '#8fa9ff',
  brand: '#ff9a6e',
  tones: {
    active: { ink: '#ff9a6e', bg: '#3a2117' },
    stable: { ink: '#e8c15a', bg: '#33290f' },
    closed: { ink: '#93a89b', bg: '#1b2520' },
    review: { ink: '#b9a2ff', bg: '#271f41' },
    sev1: { ink: '#ff8a7a', bg: '#3a1a18' },
    sev2: { ink: '#ffae6b', bg: '#38230f' },
    sev3: { ink: '#d8c878', bg: '#2d2911' },
    sev4: { ink: '#9aa5b5', bg: '#1f2530' },
    neutral: { ink: '#a6adba', bg: '#1f2530' },
  },
};
