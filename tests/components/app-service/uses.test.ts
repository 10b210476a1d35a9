import { expect } from "chai";
import { parse } from "yaml";
import { type Grant, mergedGrant, noGrant } from "../../../components/shared/grant";
import { built, kind } from "./builders";

const secretClass = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";

/** What a database gives, valid by default. */
function grant(deviation: Partial<Grant> = {}): Grant {
  return {
    env: { DB_HOST: "db.production.svc.cluster.local" },
    egress: [{ port: 5432, pods: { namespace: "production", labels: { "app.kubernetes.io/name": "db" } } }],
    statements: [
      { Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: ["arn:aws:secretsmanager:…:db-??????"] },
    ],
    callsAws: false,
    mounts: [
      {
        name: "db",
        files: ["username", "password"],
        env: {},
        source: {
          type: "aws",
          objects: [{ name: "acme/db", type: "secretsmanager", keys: ["user-name", "password"], file: "credentials" }],
        },
      },
    ],
    ...deviation,
  };
}

const container = async (given: Grant, deviation = {}) =>
  (await built(deviation, { grant: given })).inputs(kind.deployment).spec.template.spec.containers[0];

describe("what a service gets from the things that it uses", () => {
  it("SS-58, TB-63, VC-63: secrets as files below /mnt/secrets, by a class that names them", async () => {
    const run = await built({}, { grant: grant() });
    const { containers, volumes } = run.inputs(kind.deployment).spec.template.spec;
    expect(containers[0].volumeMounts).to.deep.include({
      name: "secret-db",
      mountPath: "/mnt/secrets/db",
      readOnly: true,
    });
    expect(volumes).to.deep.include({
      name: "secret-db",
      csi: {
        driver: "secrets-store.csi.k8s.io",
        readOnly: true,
        volumeAttributes: { secretProviderClass: "api-db" },
      },
    });
    const { metadata, spec } = run.inputs(secretClass);
    expect([metadata.name, metadata.namespace]).to.deep.equal(["api-db", "production"]);
    expect(spec).to.not.have.property("secretObjects");
    expect(parse(spec.parameters.objects)[0].jmesPath[0]).to.deep.equal({
      path: '"user-name"',
      objectAlias: "user-name",
    });
  });

  it("TB-62: its pods take a role with what was granted; IRSA is said to the provider", async () => {
    const run = await built({}, { grant: grant(), identity: "irsa", oidcIssuer: "oidc.example.com" });
    expect(JSON.parse(run.inputs(kind.rolePolicy).policy as string).Statement).to.deep.equal(grant().statements);
    expect(run.inputs(secretClass).spec.parameters.usePodIdentity).to.equal("false");
  });

  it("TB-64: a variable is filled from a mounted file, through a Secret that follows it", async () => {
    const [mount] = grant().mounts;
    if (!mount) throw new Error("no mount");
    const synced = grant({ mounts: [{ ...mount, env: { DB_PASSWORD: "password" } }] });
    expect((await container(synced)).env).to.deep.include({
      name: "DB_PASSWORD",
      valueFrom: { secretKeyRef: { name: "api-db", key: "password" } },
    });
    const { spec } = (await built({}, { grant: synced })).inputs(secretClass);
    expect(spec.secretObjects).to.deep.equal([
      { secretName: "api-db", type: "Opaque", data: [{ objectName: "password", key: "password" }] },
    ]);
  });

  it("TB-59, TB-60: secrets of Vault by role and path", async () => {
    const source = { type: "vault", role: "api", path: "secret/data/api", keys: ["token"] } as const;
    const vault = grant({
      statements: [],
      mounts: [{ name: "app", files: ["token"], env: {}, source: { ...source, keys: ["token"] } }],
    });
    const { provider, parameters } = (await built({}, { grant: vault })).inputs(secretClass).spec;
    expect([provider, parameters.roleName]).to.deep.equal(["vault", "api"]);
    expect(parse(parameters.objects)).to.deep.equal([
      { objectName: "token", secretPath: "secret/data/api", secretKey: "token" },
    ]);
  });

  it("TB-48: its network policy opens 5432 to the database and nothing else; files need no way to AWS", async () => {
    const run = await built({}, { grant: grant() });
    const { egress } = run.inputs(kind.networkPolicy).spec;
    expect(egress).to.have.length(2);
    expect(egress[1]).to.deep.equal({
      to: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "production" } },
          podSelector: { matchLabels: { "app.kubernetes.io/name": "db" } },
        },
      ],
      ports: [{ protocol: "TCP", port: 5432 }],
    });
  });

  it("one that calls AWS itself gets the way to the API and to its credentials", async () => {
    const { egress } = (await built({}, { grant: grant({ callsAws: true, egress: [] }) })).inputs(
      kind.networkPolicy,
    ).spec;
    expect(egress.slice(1).flatMap(({ ports }: any) => ports.map(({ port }: any) => port))).to.deep.equal([80, 443]);
  });

  it("TB-58, KP-47: credentials of a registry are a reference to a Secret, of every pod of the service", async () => {
    const image = { repository: "registry.example.com/api", tag: "1.0.0", pullSecret: "registry" };
    const run = await built({ image, beforeRollout: { command: ["migrate"] } });
    for (const type of [kind.deployment, kind.job]) {
      expect(run.inputs(type).spec.template.spec.imagePullSecrets, type).to.deep.equal([{ name: "registry" }]);
    }
    expect((await built()).inputs(kind.deployment).spec.template.spec).to.not.have.property("imagePullSecrets");
  });

  it("MP-54: what runs before a rollout has the same files, and reaches the same database", async () => {
    const run = await built({ beforeRollout: { command: ["migrate"] } }, { grant: grant() });
    const { containers } = run.inputs(kind.job).spec.template.spec;
    expect(containers[0].volumeMounts).to.deep.include({
      name: "secret-db",
      mountPath: "/mnt/secrets/db",
      readOnly: true,
    });
    const { egress } = run.inputs(kind.networkPolicy, "api-before-rollout").spec;
    expect(egress.at(-1).ports).to.deep.equal([{ protocol: "TCP", port: 5432 }]);
  });

  it("variables are sorted among its own", async () => {
    const env = (await container(grant(), { env: { A: "1", Z: "1" } })).env.map(({ name }: { name: string }) => name);
    expect(env).to.deep.equal(["A", "DB_HOST", "Z"]);
  });

  it("transform reaches the class", async () => {
    const secretProviderClass = (args: any) => ({ ...args, spec: { ...args.spec, provider: "other" } });
    const run = await built({}, { grant: grant(), transform: { secretProviderClass } });
    expect(run.inputs(secretClass).spec.provider).to.equal("other");
  });

  it("nothing and something is something", () => {
    expect(mergedGrant([noGrant, grant()])).to.deep.equal(grant());
  });
});
