/** A setting that cannot be: one line that names the variable. */
export class SettingError extends Error {
  override readonly name = 'SettingError'
}
