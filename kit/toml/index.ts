/** TOML 1.0 documents as plain values. */
export { parseToml, type TomlReading, type TomlTable, type TomlValue } from './parse-toml.ts'
