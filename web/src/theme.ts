import { type CSSVariablesResolver, createTheme, type MantineColorsTuple, type MantineThemeComponents, type VariantColorsResolver } from '@mantine/core';
import look from './ui/mantine.module.css';

type Ten = readonly [string, string, string, string, string, string, string, string, string, string];
const tuple = (names: Ten): MantineColorsTuple => names.map((name) => `var(--${name})`) as unknown as MantineColorsTuple;
const all = (name: string): MantineColorsTuple => tuple([name, name, name, name, name, name, name, name, name, name]);

const accent = all('accent');
const danger = all('danger');
// Mantine paints its neutral parts with these two ramps, gray in the light theme and dark in the dark one; here both are the tokens.
const gray = tuple(['hover', 'chip', 'line', 'line', 'line-strong', 'line-strong', 'ink3', 'ink2', 'ink', 'ink']);
const dark = tuple(['ink', 'ink2', 'ink3', 'ink3', 'line-strong', 'hover', 'panel', 'bg', 'bg', 'bg']);

const variantColorResolver: VariantColorsResolver = ({ variant, color }) => {
  const tone = color === 'danger' || color === 'red' ? 'danger' : 'accent';
  const plain = { color: 'var(--ink)', border: '1px solid transparent' };
  if (variant === 'filled') {
    return { background: `var(--${tone})`, hover: `var(--${tone}-hover)`, color: `var(--${tone}-ink)`, border: `1px solid var(--${tone})` };
  }
  if (variant === 'light') {
    const back = tone === 'danger' ? 'var(--fail-bg)' : 'var(--accent-bg)';
    return { background: back, hover: back, color: tone === 'danger' ? 'var(--danger)' : 'var(--link)', border: '1px solid transparent' };
  }
  if (variant === 'subtle' || variant === 'transparent') {
    const text = tone === 'danger' ? 'var(--danger)' : variant === 'transparent' ? 'var(--link)' : 'var(--ink2)';
    return { ...plain, background: 'transparent', hover: variant === 'subtle' ? 'var(--hover)' : 'transparent', color: text };
  }
  const text = tone === 'danger' ? 'var(--danger)' : 'var(--ink)';
  return { background: 'var(--panel)', hover: 'var(--hover)', color: text, border: '1px solid var(--line)' };
};

const variables = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-bright': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink3)',
  '--mantine-color-placeholder': 'var(--ink3)',
  '--mantine-color-anchor': 'var(--link)',
  '--mantine-color-error': 'var(--fail)',
  '--mantine-color-default': 'var(--panel)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-disabled': 'var(--chip)',
  '--mantine-color-disabled-color': 'var(--ink3)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
  '--mantine-primary-color-light': 'var(--accent-bg)',
  '--mantine-primary-color-light-hover': 'var(--accent-bg)',
  '--mantine-primary-color-light-color': 'var(--link)',
  '--mantine-primary-color-contrast': 'var(--accent-ink)',
  '--mantine-color-accent-filled': 'var(--accent)',
  '--mantine-color-accent-contrast': 'var(--accent-ink)',
  '--mantine-font-size-xs': 'var(--text-small)',
  '--mantine-font-size-sm': 'var(--text)',
  '--mantine-font-size-md': 'var(--text)',
  '--mantine-font-size-lg': 'var(--text-lead)',
  '--mantine-font-size-xl': 'var(--text-title)',
  '--mantine-shadow-xs': 'none',
  '--mantine-shadow-sm': 'none',
  '--mantine-shadow-md': 'var(--overlay-shadow)',
  '--mantine-shadow-lg': 'var(--overlay-shadow)',
  '--mantine-shadow-xl': 'var(--overlay-shadow)',
};

/** Points Mantine's own variables at the tokens, so that a theme is changed in tokens.css and nowhere else; per theme too, since Mantine sets some there. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables, light: variables, dark: variables });

const shade = { color: 'var(--shade)', backgroundOpacity: 1 };

// Menus and tips stand in the page's main part, so that readers find them in a landmark.
const inPage = { target: '#page' };
// Plain objects, not Mantine's own `Button.extend(…)`: that would pull every component named here into the first load.
const components: MantineThemeComponents = {
  Button: { defaultProps: { variant: 'default', size: 'sm' }, classNames: { root: look.button ?? '', label: look.buttonLabel ?? '' } },
  ActionIcon: { defaultProps: { variant: 'subtle', size: 28 } },
  Badge: { defaultProps: { radius: 'sm', tt: 'none' } },
  Input: { classNames: { input: look.input ?? '' } },
  InputWrapper: {
    classNames: { label: look.label ?? '', description: look.description ?? '', error: look.error ?? '' },
    defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
  },
  Menu: { defaultProps: { shadow: 'md', position: 'bottom-end', withInitialFocusPlaceholder: false, portalProps: inPage }, classNames: { dropdown: look.dropdown ?? '', item: look.menuItem ?? '', label: look.menuLabel ?? '' } },
  Notification: { classNames: { root: look.notification ?? '', title: look.notificationTitle ?? '', description: look.notificationText ?? '' } },
  Popover: { defaultProps: { shadow: 'md', portalProps: inPage }, classNames: { dropdown: look.dropdown ?? '' } },
  // The list itself scrolls: a box of its own inside it would be a stop that the keyboard cannot use.
  Select: { defaultProps: { allowDeselect: false, checkIconPosition: 'right', nothingFoundMessage: 'Nothing matches' } },
  Modal: {
    defaultProps: { centered: true, overlayProps: shade, transitionProps: { duration: 140 }, closeButtonProps: { 'aria-label': 'Close' } },
    classNames: { content: look.modal ?? '', header: look.modalHeader ?? '', title: look.modalTitle ?? '' },
  },
  Drawer: {
    defaultProps: { overlayProps: shade, transitionProps: { duration: 160 }, closeButtonProps: { 'aria-label': 'Close' } },
    classNames: { content: look.drawer ?? '', header: look.modalHeader ?? '', title: look.modalTitle ?? '', body: look.drawerBody ?? '' },
  },
  Checkbox: { defaultProps: { iconColor: 'var(--accent-ink)' } },
  Radio: { defaultProps: { iconColor: 'var(--accent-ink)' } },
  SegmentedControl: { classNames: { root: look.segments ?? '', indicator: look.segment ?? '', label: look.segmentLabel ?? '' } },
  Skeleton: { classNames: { root: look.skeleton ?? '' } },
  Tabs: { classNames: { list: look.tabList ?? '', tab: look.tab ?? '' } },
  Tooltip: { defaultProps: { openDelay: 350, withArrow: false, portalProps: inPage }, classNames: { tooltip: look.tooltip ?? '' } },
};

/** The product's look on top of Mantine: its sizes, shapes and variants; all colours come from tokens.css. */
export const theme = createTheme({
  primaryColor: 'accent',
  colors: { accent, danger, gray, dark },
  primaryShade: 6,
  variantColorResolver,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--font)', fontWeight: '620' },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '5px', md: '7px', lg: '8px', xl: '999px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '28px' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components,
});
