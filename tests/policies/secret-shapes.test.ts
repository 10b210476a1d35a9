import { expect } from "chai";
import * as twins from "../../components/admission/secret-shapes";
import { looksSecret as guard } from "../../components/app-service/config/secret-guard";
import * as pack from "../../policies/workloads/secret-shapes";
import { says } from "./support/stack";
import { pod } from "./support/workloads";

const jwt = `eyJ${"a".repeat(20)}.eyJ${"b".repeat(20)}.c`;

/** Names that hold secrets, as programs call them. */
const secretNames = [
  ...["PGPASSWORD", "DB_PASSWORD", "dbPassword", "db-password", "MYSQL_ROOT_PASSWORD", "DB_PASS", "REDIS_PWD"],
  ...["SECRET_KEY", "DJANGO_SECRET_KEY", "SECRET_KEY_BASE", "ENCRYPTION_KEY", "API_KEY", "stripe-api-key", "APIKEY"],
  ...["accessToken", "ACCESS_TOKEN", "GITHUB_TOKEN", "clientSecret", "CLIENT_SECRET", "AWS_SECRET_ACCESS_KEY"],
  ...["private.key", "PASSPHRASE", "SESSION_KEY", "SIGNING_KEY", "CREDENTIALS"],
];
const secretValues = [
  "redis://:hunter22@cache:6379",
  "postgres://app:hunter22@db/app",
  "-----BEGIN RSA PRIVATE KEY-----",
  `AKIA${"A".repeat(16)}`,
  `ghp_${"a".repeat(36)}`,
  jwt,
];
/** What looks like one and isn't. */
const harmless: [name: string, value: string][] = [
  ["TOKEN_TTL", "3600"],
  ["PASSWORD_FILE", "/etc/secrets/password"],
  ["DB_PASSWORD", "$(FROM_SECRET)"],
  ["TOKEN_URL", "https://login.example.com/token"],
  ["LOG_LEVEL", "info"],
  ["COMPASS", "north"],
  ["BYPASS_CACHE", "yes"],
  ["DATABASE_URL", "postgres://db:5432/app"],
];

describe("one list of what looks like a secret", () => {
  it("is the same in the pack and in its twins", () => {
    expect({ ...twins }).to.deep.equal({
      secretNames: pack.secretNames,
      secretShapes: pack.secretShapes,
      harmlessValues: pack.harmlessValues,
    });
  });

  it("finds a secret by its name, in the pack and before the config is taken", () => {
    const missed = (finds: (name: string, value: string) => unknown) =>
      secretNames.filter((one) => !finds(one, "hunter22"));
    expect(missed(pack.looksSecret)).to.deep.equal([]);
    expect(missed(guard)).to.deep.equal([]);
  });

  it("finds a secret by its form, whatever it is called", () => {
    for (const value of secretValues) {
      expect(pack.looksSecret("X", value), value).to.equal(true);
      expect(guard("X", value), value).to.be.a("string");
    }
  });

  it("takes nothing else for one", () => {
    expect(harmless.filter(([name, value]) => pack.looksSecret(name, value))).to.deep.equal([]);
  });

  it("is asked about arguments of programs too", async () => {
    const of = (argument: string) => says("no-literal-secrets", [pod({ "containers.0.args": [argument] })]);
    for (const argument of ["--db-password=hunter22", "password=hunter22", "postgres://app:hunter22@db/app"]) {
      expect(await of(argument), argument).to.have.length(1);
    }
    for (const argument of ["--password-file=/etc/x", "--log-level=info", "serve", "--token=$(TOKEN)"]) {
      expect(await of(argument), argument).to.deep.equal([]);
    }
  });
});
