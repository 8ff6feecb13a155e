import type { NavGroup, NavItem } from '@holdfast/design'
import type { ShellScreen } from './shell-screen.ts'

/** Jobs in the order in which one does them; `Home` stands above without a heading. */
const order = ['Home', 'Know', 'Find', 'Comply', 'Watch', 'Act'] as const

export interface Navigation {
  readonly groups: readonly NavGroup[]
  readonly footer: readonly NavItem[]
}

/** The rail, made of the screens that are there. What no app brings is absent. */
export function navigationOf(screens: readonly ShellScreen[], counters: Readonly<Record<string, number>>): Navigation {
  const groups = order.flatMap((group) => {
    const items = itemsOf(screens, group, counters)
    return items.length === 0 ? [] : [{ ...(group !== 'Home' && { label: group }), items }]
  })
  return { groups, footer: itemsOf(screens, 'Administration', counters) }
}

/** The screen one is in: the one whose path is the longest that the address begins with. */
export function currentScreen(screens: readonly ShellScreen[], pathname: string): ShellScreen | undefined {
  const fits = screens.filter(
    ({ path, navigation }) => navigation && (path === '/' ? pathname === '/' : `${pathname}/`.startsWith(`${path}/`)),
  )
  return fits.sort((a, b) => b.path.length - a.path.length)[0]
}

function itemsOf(
  screens: readonly ShellScreen[],
  group: string,
  counters: Readonly<Record<string, number>>,
): readonly NavItem[] {
  return screens
    .flatMap((screen) => (screen.navigation?.group === group ? [{ screen, navigation: screen.navigation }] : []))
    .sort((a, b) => a.navigation.order - b.navigation.order || a.screen.title.localeCompare(b.screen.title))
    .map(({ screen, navigation }) => {
      const count = navigation.counter === undefined ? undefined : counters[navigation.counter]
      return {
        id: screen.id,
        label: screen.title,
        href: screen.path,
        icon: navigation.icon,
        ...(count !== undefined && { count }),
        ...(navigation.key !== undefined && { key: navigation.key }),
      }
    })
}
