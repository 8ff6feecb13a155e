/** Navigation is data: the frame draws what it is given and knows no screen by name. */
export interface NavItem {
  readonly id: string
  readonly label: string
  readonly href: string
  readonly icon: string
  readonly count?: number
  /** Pressed after `g`. */
  readonly key?: string
}

export interface NavGroup {
  /** Absent for the items above all groups. */
  readonly label?: string
  readonly items: readonly NavItem[]
}
