import { createTheme, Popover, Tooltip } from '@mantine/core'

/** Mantine serves what floats. Its colours and measures come from tokens/mantine.css. */
export const mantineTheme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  primaryColor: 'brand',
  colors: { brand: Array.from({ length: 10 }, () => '#0b6e75') as never },
  cursorType: 'pointer',
  focusRing: 'never',
  respectReducedMotion: true,
  components: {
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 300,
        transitionProps: { duration: 100 },
        events: { hover: true, focus: true, touch: false },
      },
    }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 100, transition: 'fade' } } }),
  },
})
