import { ConfigError } from '../config/read-settings.ts'
import { keepFile } from './keep-file.ts'

/** {@link keepFile}, for what the data folder holds. @throws ConfigError that says which setting moves the folder */
export async function keepPrivately(path: string, make: () => string): Promise<string> {
  try {
    return await keepFile(path, make)
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message
    throw new ConfigError([
      `${path} cannot be kept: ${reason}. Set SYMBOLON_DATA_DIR to a folder that can be written.`,
    ])
  }
}
