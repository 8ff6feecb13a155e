import { packageAddress, packageOfPlace } from './package-address.ts'

/** Where a finding is, leading to the page of its package. */
export function PlaceLink({ place }: { place: string }) {
  const named = packageOfPlace(place)
  if (named === undefined) return <span className="mono">{place}</span>
  return (
    <a className="mono" href={packageAddress(named)}>
      {place}
    </a>
  )
}
