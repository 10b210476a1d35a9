import { expect } from "chai";
import { policyDocument } from "../../../components/identity/policy-document";
import { secretGrant } from "../../../components/secrets/secret-grant";
import { Secrets, type SecretsArgs } from "../../../components/secrets/secrets";
import { secretsSettings } from "../../../components/secrets/settings";
import { platformContext } from "../../support/builders";
import { defects, isAllowed } from "../../support/iam";
import { recorded } from "../../support/record";
import { namespaceRef } from "../app-service/builders";
import { inNamespace } from "../../support/followed";

const settingsOf = (given: Record<string, unknown>) => {
  const { jwt } = secretsSettings().parse({ jwt: given });
  if (!jwt) throw new Error("no secret");
  return jwt;
};
const built = (given: Record<string, unknown>, deviation: Partial<SecretsArgs> = {}) =>
  recorded(
    () =>
      new Secrets("secrets", {
        context: platformContext(),
        settings: inNamespace({ jwt: settingsOf(given) }),
        values: { jwt: { "api-key": "s3cr3t-value" } },
        namespaceOf: () => namespaceRef(),
        ...deviation,
      }),
  );
const grantOf = (given: Record<string, unknown>, env = {}) =>
  secretGrant(platformContext(), "jwt", settingsOf(given), env);

const managed = { store: "secrets-manager", values: { "signing-key": { generate: 64 }, "api-key": { config: true } } };
const kind = {
  secret: "aws:secretsmanager/secret:Secret",
  version: "aws:secretsmanager/secretVersion:SecretVersion",
  rotation: "aws:secretsmanager/secretRotation:SecretRotation",
  parameter: "aws:ssm/parameter:Parameter",
  sealed: "kubernetes:bitnami.com/v1alpha1:SealedSecret",
  password: "random:index/randomPassword:RandomPassword",
};

describe("secrets that a stack makes", () => {
  it("VC-61, MP-55: an entry of Secrets Manager with values that are generated or given encrypted", async () => {
    const run = await built(managed);
    expect(run.inputs(kind.secret)).to.deep.include({ name: "acme/secrets/jwt", recoveryWindowInDays: 30 });
    expect(run.inputs(kind.password)).to.deep.equal({ length: 64, special: false });
  });

  it("SS-60: a value that was given is nowhere in the program", async () => {
    const given = { ...managed, values: { "api-key": { config: true } } };
    for (const run of [await built(given), await built({ ...given, store: "parameter-store" })]) {
      const shown = run.resources.map(({ type, name }) => run.inputs(type, name));
      expect(JSON.stringify(shown)).to.contain("[secret]").and.not.contain("s3cr3t-value");
    }
  });

  it("SS-57: parameters of Systems Manager, each a SecureString", async () => {
    const run = await built({ ...managed, store: "parameter-store" });
    const parameters = run.ofType(kind.parameter).map(({ name }) => run.inputs(kind.parameter, name));
    expect(parameters.map(({ name, type }) => [name, type])).to.deep.equal([
      ["/acme/secrets/jwt/api-key", "SecureString"],
      ["/acme/secrets/jwt/signing-key", "SecureString"],
    ]);
  });

  it("SS-57: rotation by a function, whose values the program leaves alone", async () => {
    const lambdaArn = "arn:aws:lambda:us-east-1:123456789012:function:rotate";
    const run = await built({ ...managed, rotation: { lambdaArn } });
    expect(run.inputs(kind.rotation)).to.deep.include({
      rotationLambdaArn: lambdaArn,
      rotationRules: { automaticallyAfterDays: 30 },
    });
    expect((await built(managed)).ofType(kind.rotation)).to.deep.equal([]);
  });

  it("VC-62, SS-59: sealed values stand in the config, and only the controller opens them", async () => {
    const blob = "AgB".padEnd(120, "x");
    const { metadata, spec } = (await built({ store: "sealed", encryptedData: { "signing-key": blob } })).inputs(
      kind.sealed,
    );
    expect([metadata.name, metadata.namespace]).to.deep.equal(["jwt", "production"]);
    expect(spec.encryptedData).to.deep.equal({ "signing-key": blob });
    expect(secretsSettings().safeParse({ jwt: { store: "sealed", encryptedData: { a: "plain" } } }).success).to.equal(
      false,
    );
  });

  it("SS-59: what was sealed for a namespace or the cluster says so; else it is for one name", async () => {
    const encryptedData = { "signing-key": "AgB".padEnd(120, "x") };
    const annotations = async (scope: Record<string, string>) =>
      (await built({ store: "sealed", encryptedData, ...scope })).inputs(kind.sealed).spec.template.metadata
        .annotations;
    expect(await annotations({ scope: "namespace-wide" })).to.deep.equal({
      "sealedsecrets.bitnami.com/namespace-wide": "true",
    });
    expect(await annotations({ scope: "cluster-wide" })).to.deep.equal({
      "sealedsecrets.bitnami.com/cluster-wide": "true",
    });
    expect(await annotations({})).to.deep.equal({});
  });

  it("transform reaches every child", async () => {
    const marked = (args: any) => ({ ...args, region: "eu-west-1" });
    const rotated = { ...managed, rotation: { lambdaArn: "arn:aws:lambda:us-east-1:123456789012:function:rotate" } };
    const transform = { secret: marked, parameter: marked, rotation: marked, sealedSecret: marked };
    const mine = async (given: Record<string, unknown>) => {
      const run = await built(given, { transform });
      return run.resources.filter(({ type, name }) => run.inputs(type, name).region === "eu-west-1");
    };
    expect(await mine(rotated)).to.have.length(2);
    expect(await mine({ ...managed, store: "parameter-store" })).to.have.length(2);
    expect(await mine({ store: "sealed", encryptedData: { a: "A".repeat(120) } })).to.have.length(1);
  });
});

describe("secrets that a service names", () => {
  it("TB-63, VC-63: each key is a file, named by a variable", () => {
    expect(grantOf(managed).env).to.deep.equal({
      JWT_API_KEY_FILE: "/mnt/secrets/jwt/api-key",
      JWT_SIGNING_KEY_FILE: "/mnt/secrets/jwt/signing-key",
    });
  });

  it("SS-57, SS-58: the pod's role may read this entry, or these parameters, and no other", async () => {
    const entry = policyDocument(...grantOf(managed).statements);
    const parameters = policyDocument(...grantOf({ ...managed, store: "parameter-store" }).statements);
    const manager = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme/secrets";
    const store = "arn:aws:ssm:us-east-1:123456789012:parameter/acme/secrets";
    expect([...(await defects(entry)), ...(await defects(parameters))]).to.deep.equal([]);
    const may = (policy: typeof entry, action: string, on: string) => isAllowed(policy, { action, on });
    expect(await may(entry, "secretsmanager:GetSecretValue", `${manager}/jwt-a1B2c3`)).to.equal(true);
    expect(await may(entry, "secretsmanager:GetSecretValue", `${manager}/other-a1B2c3`)).to.equal(false);
    expect(await may(entry, "secretsmanager:PutSecretValue", `${manager}/jwt-a1B2c3`)).to.equal(false);
    expect(await may(parameters, "ssm:GetParameters", `${store}/jwt/api-key`)).to.equal(true);
    expect(await may(parameters, "ssm:GetParameters", `${store}/other/api-key`)).to.equal(false);
  });

  it("MP-54, MP-55, KP-47, TB-58: what exists is referred to, and nothing is made", async () => {
    for (const given of [
      { store: "kubernetes", secret: "postgres-secret", keys: ["username", "password"] },
      { store: "existing", name: "prod/stripe", keys: ["api-key"] },
      { store: "vault", role: "api", path: "secret/data/api", keys: ["token"] },
    ]) {
      expect((await built(given)).resources.filter(({ type }) => !type.startsWith("p"))).to.deep.equal([]);
    }
    expect(
      grantOf({ store: "existing", name: "prod/stripe", keys: ["api-key"] }).statements[0]?.Resource,
    ).to.deep.equal(["arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/stripe-??????"]);
  });

  it("TB-59, TB-60: Vault's are read by the pod's account, without a right in AWS", () => {
    const { statements, mounts } = grantOf({ store: "vault", role: "api", path: "secret/data/api", keys: ["token"] });
    expect(statements).to.deep.equal([]);
    expect(mounts[0]?.source).to.deep.equal({ type: "vault", role: "api", path: "secret/data/api", keys: ["token"] });
  });

  it("TB-64: variables are filled from files", () => {
    expect(grantOf(managed, { JWT_KEY: "signing-key" }).mounts[0]?.env).to.deep.equal({ JWT_KEY: "signing-key" });
  });
});
