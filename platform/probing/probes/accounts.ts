import { type Draft, found, int, type Probe, ProbeError, text, unseen } from '../probe.ts'

/** Accounts of /etc/passwd. Source: OVAL 5.11, unix password_item; passwd(5). */
export const password: Probe = async (wanted, look) => {
  const items: Draft[] = []
  for (const line of await look.lines('/etc/passwd')) {
    const [username = '', hidden = '', uid = '', gid = '', gcos = '', home = '', shell = ''] = line.split(':')
    if (username === '' || username.startsWith('+') || !/^\d+$/.test(uid) || !wanted.takes('username', username))
      continue
    items.push({
      entities: [
        text('username', username),
        text('password', hidden),
        int('user_id', Number(uid)),
        int('group_id', Number(gid)),
        text('gcos', gcos),
        text('home_dir', home),
        text('login_shell', shell),
        unseen('last_login', 'int'),
      ],
    })
  }
  return found(items)
}

const methods: readonly (readonly [start: string, method: string])[] = [
  ['$1$', 'MD5'],
  ['$2', 'Blowfish'],
  ['$5$', 'SHA-256'],
  ['$6$', 'SHA-512'],
  ['$md5', 'Sun MD5'],
]

/** Ages and methods of passwords in /etc/shadow. Source: OVAL 5.11, unix shadow_item; shadow(5). */
export const shadow: Probe = async (wanted, look) => {
  const read = await look.text('/etc/shadow')
  if (!read.ok && read.reason !== 'missing') throw new ProbeError(`/etc/shadow: ${read.reason}`)
  const items: Draft[] = []
  for (const line of read.ok ? read.text.split('\n') : []) {
    const [username = '', hidden = '', changed, allowed, required, warn, inactive, expires, flag] = line.split(':')
    if (username === '' || !wanted.takes('username', username)) continue
    const days = (name: string, value: string | undefined) =>
      int(name, /^-?\d+$/.test(value ?? '') ? Number(value) : -1)
    const method =
      methods.find(([start]) => hidden.startsWith(start))?.[1] ?? (/^[./A-Za-z0-9]{13}$/.test(hidden) ? 'DES' : '')
    items.push({
      entities: [
        text('username', username),
        text('password', hidden),
        days('chg_lst', changed),
        days('chg_allow', allowed),
        days('chg_req', required),
        days('exp_warn', warn),
        days('exp_inact', inactive),
        days('exp_date', expires),
        text('flag', flag === undefined || flag === '' ? '-1' : flag),
        text('encrypt_method', method),
      ],
    })
  }
  return found(items)
}
