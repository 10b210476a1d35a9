/** Words in the name of a variable that say that its value is a secret. */
const secretWords = new Set(
  "PASSWORD PASSWD PASSPHRASE PASS PWD SECRET SECRETS TOKEN KEY KEYS APIKEY CREDENTIAL CREDENTIALS PRIVATE".split(" "),
);

/** Last words of names that speak about a secret without being one: `TOKEN_URL`, `SECRET_NAME`, `KEY_FILE`. */
const aboutWords = new Set(
  "FILE PATH DIR NAME ARN URL URI HOST ISSUER AUDIENCE TTL SECONDS MINUTES EXPIRY PREFIX SUFFIX SIZE LENGTH HEADER TYPE ALGORITHM ENABLED".split(
    " ",
  ),
);

/**
 * Values that are secrets whatever they are called, each with what it is. A form begins where the one before can't go on, so
 * that a text of a megabyte is read once: a scheme of any length before `://` would read it again from each letter.
 */
const secretForms: [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
  // Prefixes of access key ids: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/, "an AWS access key"],
  // A password that is another variable, $(NAME), stands elsewhere.
  [/[a-z0-9+.-]:\/\/[^\s/:@]*:(?!\$\([A-Za-z_]\w*\)@)[^\s/@]+@/i, "a URL with a password"],
  [/(?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\./, "a JSON web token"],
  // https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
  [/\bgh[pousr]_[A-Za-z0-9]{36}/, "a GitHub token"],
];

/** Why a variable looks like a secret in plain text; undefined where it does not. */
export function looksSecret(name: string, value: string): string | undefined {
  if (value === "" || value === "true" || value === "false") return undefined;
  return secretValue(value) ?? secretName(name);
}

/** Why an argument of a program is a secret in plain text: `--password=…`, or a secret by its form. */
export function secretArgument(text: string): string | undefined {
  const [, name, value] = /^-{0,2}([\w.-]+)=(.+)$/s.exec(text) ?? [];
  return name === undefined || value === undefined ? secretValue(text) : looksSecret(name, value);
}

/** Why a text holds a secret, whatever its name. */
export function secretValue(text: string): string | undefined {
  const form = secretForms.find(([pattern]) => pattern.test(text));
  return form && `holds ${form[1]}`;
}

function secretName(name: string): string | undefined {
  // `dbPassword` has two words, and so have `DB_PASSWORD` and `db-password`; `PGPASSWORD` ends in one.
  const parted = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2");
  const words = parted.toUpperCase().split(/[^A-Z0-9]+/);
  const last = words.at(-1) ?? "";
  const word = aboutWords.has(last)
    ? undefined
    : words.find((one) => secretWords.has(one) || /(PASSWORD|PASSWD|SECRET|TOKEN)$/.test(one));
  return word && `is called ${word.toLowerCase()} and has its value in plain text`;
}
