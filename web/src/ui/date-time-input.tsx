import { TextInput, type TextInputProps } from '@mantine/core';
import { fromFieldTime, toFieldTime } from './date-time.ts';
import { useNow } from './now.ts';
import { useZone } from './preferences.ts';
import { zoneName } from './time-format.ts';

type Props = Omit<TextInputProps, 'value' | 'onChange' | 'type' | 'rightSection'> & { value: string | null; onChange: (at: string | null) => void };

/** Asks for a date and time with the browser's own field, in the zone that times are shown in; the value is ISO, null when empty. */
export function DateTimeInput({ value, onChange, ...rest }: Props) {
  const zone = useZone();
  const now = useNow(60_000);
  return (
    <TextInput
      {...rest}
      type="datetime-local"
      value={value === null ? '' : toFieldTime(value, zone)}
      onChange={(event) => onChange(fromFieldTime(event.currentTarget.value, zone) ?? null)}
      rightSection={<span style={{ color: 'var(--ink3)', fontSize: 'var(--text-small)', paddingRight: 10 }}>{zoneName(zone, now)}</span>}
      rightSectionWidth={72}
    />
  );
}
