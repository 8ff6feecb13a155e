import { usePreference } from '../theme/use-preference.ts'

/** Which facets are open: as the address tells, which a saved view gives it; else all but those that this person keeps closed on this device. */
export function useOpenFacets(
  facets: readonly string[],
  told: readonly string[] | undefined,
  tell: (open: readonly string[]) => void,
): { readonly open: readonly string[]; readonly onFold: (facet: string, open: boolean) => void } {
  const [closed, setClosed] = usePreference<readonly string[]>('facets-closed', [])
  const open = facets.filter((facet) => (told ? told.includes(facet) : !closed.includes(facet)))
  return {
    open,
    onFold(facet, opens) {
      if (told) tell(facets.filter((each) => (each === facet ? opens : open.includes(each))))
      else setClosed([...closed.filter((each) => each !== facet), ...(opens ? [] : [facet])])
    },
  }
}
