/** Which unit and container a control group names. */
export interface Belonging {
  readonly unit: string | undefined
  readonly container: string | undefined
}

/** Reads a control group path: `/system.slice/ssh.service`, `/system.slice/docker-<64 hex digits>.scope`, `/kubepods/…/<64 hex digits>`. */
export function whereItBelongs(cgroup: string | undefined): Belonging {
  const segments = (cgroup ?? '').split('/')
  const container = segments
    .map((segment) => /(?:^|[-:])([0-9a-f]{64})(?:\.scope)?$/.exec(segment)?.[1])
    .findLast(Boolean)
  const unit = segments.findLast((segment) => /^[^/]+\.(?:service|socket)$/.test(segment))
  return { unit, container }
}
