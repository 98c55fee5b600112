import { ServerError } from '../errors.ts'

const least = 12
const most = 256

/** In lower case, of the lists of those that are tried first; shorter ones are refused anyway. */
const hopeless = new Set([
  ...['123456789012', '1234567890123', '12345678901234', '123456789012345', '1234567890123456'],
  ...['012345678910', '0123456789ab', '0123456789abcdef', '987654321012', '098765432109'],
  ...['qwertyuiop12', 'qwertyuiop123', 'qwertyuiopas', 'qwertyuiop[]', 'qwertyuiopasdfghjkl'],
  ...['1q2w3e4r5t6y', '1q2w3e4r5t6y7u8i', '1qaz2wsx3edc', '1qaz2wsx3edc4rfv', 'zaq12wsxcde3'],
  ...['abcdefghijkl', 'abcdefghijklmnop', 'abcdefghijklmnopqrstuvwxyz', 'asdfghjkl123'],
  ...['password1234', 'password12345', 'password123456', 'passwordpassword', 'mypassword123'],
  ...[
    'p@ssw0rd1234',
    'passw0rd1234',
    'password@123',
    'password123!',
    'changeme1234',
    'changemenow!',
  ],
  ...[
    'administrator',
    'administrator1',
    'admin1234567',
    'adminadmin12',
    'adminpassword',
    'rootpassword',
  ],
  ...[
    'letmein12345',
    'letmeinplease',
    'welcome12345',
    'iloveyou1234',
    'iloveyouforever',
    'sunshine1234',
  ],
  ...[
    'correcthorsebatterystaple',
    'correct horse battery staple',
    'trustno1trustno1',
    'thisisapassword',
  ],
  ...['symbolon1234', 'symbolonadmin', 'symbolonpassword'],
])

/**
 * Long enough, and not one of those that are tried first. What it is made of is left to who thinks of it, as NIST
 * SP 800-63B §3.1.1 advises.
 *
 * @param name - of the user, as it is kept
 * @throws ServerError `PASSWORD_UNFIT`, without the password
 */
export function checkPassword(password: string, name: string): void {
  const length = [...password].length
  if (length < least || length > most) {
    throw unfit(`a password has ${least} to ${most} characters, not ${length}`)
  }
  const plain = password.toLowerCase().trim()
  if (hopeless.has(plain) || isRepeated(plain))
    throw unfit('this one is tried first by all who guess')
  if (plain.replaceAll(name, '').length < least / 2 && plain.includes(name)) {
    throw unfit('it is little more than the name')
  }
}

/** The same one to four characters again and again. */
function isRepeated(text: string): boolean {
  return /^(.{1,4}?)\1+.{0,3}$/su.test(text)
}

function unfit(message: string): ServerError {
  return new ServerError('PASSWORD_UNFIT', message)
}
