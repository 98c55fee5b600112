/** One place that keeps whom to trust, and the commands that put the emulator's authority in and take it out. */
export interface TrustStore {
  readonly id: 'debian' | 'chromium' | 'firefox' | 'macos' | 'windows' | 'node'
  readonly name: string
  readonly install: readonly string[]
  readonly remove: readonly string[]
}

export interface Trusted {
  readonly certificatePath: string
  /** SHA-1 of the certificate in hexadecimal, without colons: what macOS and Windows call it by */
  readonly thumbprint: string
  /** where Chromium on Linux keeps whom to trust */
  readonly nssFolder: string
}

type System = 'linux' | 'darwin' | 'win32'

const nickname = 'symbolon-emulator'

/** The stores of one system, or of all. */
export function trustStores(
  trusted: Trusted,
  platform: NodeJS.Platform,
  all = false,
): readonly TrustStore[] {
  const systems: Record<System, readonly TrustStore[]> = {
    linux: [debian(trusted), chromium(trusted), firefox(trusted)],
    darwin: [macos(trusted)],
    win32: [windows(trusted)],
  }
  const chosen = all ? Object.values(systems).flat() : (systems[platform as System] ?? [])
  return [...chosen, node(trusted, platform)]
}

function debian({ certificatePath }: Trusted): TrustStore {
  const copy = `/usr/local/share/ca-certificates/${nickname}.crt`
  return {
    id: 'debian',
    name: 'Debian, Ubuntu: curl and other programs that use the store of the system',
    install: [`sudo cp ${shell(certificatePath)} ${copy}`, 'sudo update-ca-certificates'],
    remove: [`sudo rm ${copy}`, 'sudo update-ca-certificates --fresh'],
  }
}

function chromium({ certificatePath, nssFolder }: Trusted): TrustStore {
  const certutil = `certutil -d ${shell(`sql:${nssFolder}`)}`
  return {
    id: 'chromium',
    name: 'Chromium, Chrome on Linux (certutil is in the package libnss3-tools)',
    install: [
      `mkdir -p ${shell(nssFolder)}`,
      `${certutil} -A -t C,, -n ${nickname} -i ${shell(certificatePath)}`,
    ],
    remove: [`${certutil} -D -n ${nickname}`],
  }
}

/** Each profile of Firefox has a store of its own; which folder has the profiles depends on who packed it. */
function firefox({ certificatePath }: Trusted): TrustStore {
  const folders = ['.mozilla', '.config/mozilla', 'snap/firefox/common/.mozilla']
  const databases = folders.map((folder) => `"$HOME"/${folder}/firefox/*/cert9.db`).join(' ')
  const inEach = (act: string) =>
    `for db in ${databases}; do [ ! -e "$db" ] || certutil -d "sql:\${db%/*}" ${act}; done`
  return {
    id: 'firefox',
    name: 'Firefox on Linux, all profiles (certutil is in the package libnss3-tools)',
    install: [inEach(`-A -t C,, -n ${nickname} -i ${shell(certificatePath)}`)],
    remove: [inEach(`-D -n ${nickname}`)],
  }
}

function macos({ certificatePath, thumbprint }: Trusted): TrustStore {
  const keychain = '"$HOME/Library/Keychains/login.keychain-db"'
  return {
    id: 'macos',
    name: 'macOS: Safari, Chrome',
    install: [
      `security add-trusted-cert -r trustRoot -p ssl -k ${keychain} ${shell(certificatePath)}`,
    ],
    remove: [`security delete-certificate -Z ${thumbprint} -t ${keychain}`],
  }
}

function windows({ certificatePath, thumbprint }: Trusted): TrustStore {
  return {
    id: 'windows',
    name: 'Windows: Edge, Chrome',
    install: [`certutil -addstore -user Root "${certificatePath}"`],
    remove: [`certutil -delstore -user Root ${thumbprint}`],
  }
}

function node({ certificatePath }: Trusted, platform: NodeJS.Platform): TrustStore {
  const variable = 'NODE_EXTRA_CA_CERTS'
  const [install, remove] =
    platform === 'win32'
      ? [`set "${variable}=${certificatePath}"`, `set ${variable}=`]
      : [`export ${variable}=${shell(certificatePath)}`, `unset ${variable}`]
  return {
    id: 'node',
    name: 'Node, for programs started from the same terminal',
    install: [install],
    remove: [remove],
  }
}

/** A word of a shell's command line. */
function shell(word: string): string {
  return /^[\w./:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
