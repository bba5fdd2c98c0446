import { SegmentedControl, VisuallyHidden } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun, type Icon } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Theme } from '#contract/admin-bridge';
import classes from './theme-choice.module.css';
import { setThemeOptions, themeOptions } from './theme-queries.ts';

const themes = [
  ['light', 'Light', IconSun],
  ['dark', 'Dark', IconMoon],
  ['system', 'System', IconDeviceDesktop],
] as const satisfies [Theme, string, Icon][];

/** Light, dark, or as the system has it. */
export function ThemeChoice() {
  const client = useQueryClient();
  const { data: theme = 'system' } = useQuery(themeOptions);
  const choose = useMutation({
    ...setThemeOptions,
    onMutate: (chosen) => client.setQueryData(themeOptions.queryKey, chosen),
  });
  return (
    <SegmentedControl
      aria-label="Theme"
      size="xs"
      classNames={{ root: classes.choice ?? '', indicator: classes.chosen ?? '' }}
      fullWidth
      transitionDuration={0}
      withItemsBorders={false}
      value={theme}
      onChange={(chosen) => choose.mutate(chosen)}
      data={themes.map(([value, words, ThemeIcon]) => ({
        value,
        label: (
          <span title={words} className={classes.theme}>
            <ThemeIcon size={15} aria-hidden />
            <VisuallyHidden>{words}</VisuallyHidden>
          </span>
        ),
      }))}
    />
  );
}
