import { expect } from "chai";
import { parse } from "yaml";
import type { PolicyDocument } from "../../../components/identity/policy-document";
import { defects, isAllowed } from "../../support/iam";
import { built, database, kind } from "./builders";

const vc40 = database({
  storageClass: "gp3",
  resources: { requests: { cpu: "1000m", memory: "4Gi" }, limits: { cpu: "2000m", memory: "8Gi" } },
});

async function spec(given = vc40) {
  return (await built(given)).run.inputs(kind.statefulSet).spec;
}

describe("databases of kind statefulset", () => {
  it("VC-40, TB-7, TB-25: one replica, 1 to 2 CPU, 4Gi to 8Gi, port 5432, 50Gi of class gp3 that stay", async () => {
    const { replicas, template, volumeClaimTemplates, persistentVolumeClaimRetentionPolicy } = await spec();
    const [container] = template.spec.containers;
    expect(replicas).to.equal(1);
    expect(container.resources).to.deep.equal({
      requests: { cpu: "1000m", memory: "4Gi", "ephemeral-storage": "512Mi" },
      limits: { cpu: "2000m", memory: "8Gi", "ephemeral-storage": "512Mi" },
    });
    expect(container.ports).to.deep.equal([{ name: "postgres", containerPort: 5432, protocol: "TCP" }]);
    expect(volumeClaimTemplates[0].spec).to.deep.equal({
      accessModes: ["ReadWriteOnce"],
      storageClassName: "gp3",
      resources: { requests: { storage: "50Gi" } },
    });
    expect(persistentVolumeClaimRetentionPolicy).to.deep.equal({ whenDeleted: "Retain", whenScaled: "Retain" });
  });

  it("KP-19, KP-28: a claim of 100Gi of fast-ssd, image postgres:15, database app, mounted where KP-28 mounts it", async () => {
    const { template, volumeClaimTemplates } = await spec(
      database({ version: "15", storage: "100Gi", storageClass: "fast-ssd" }),
    );
    const [container] = template.spec.containers;
    expect(container.image).to.equal("public.ecr.aws/docker/library/postgres:15.19-trixie");
    expect(volumeClaimTemplates[0].spec).to.deep.include({
      storageClassName: "fast-ssd",
      resources: { requests: { storage: "100Gi" } },
    });
    expect(container.volumeMounts).to.deep.include({ name: "data", mountPath: "/var/lib/postgresql/data" });
    expect(container.env).to.deep.include({ name: "POSTGRES_DB", value: "app" });
  });

  it("KP-N10: the data is in a directory below the mount, and nothing of the pod is root's", async () => {
    const { template } = await spec();
    const [container] = template.spec.containers;
    expect(container.env).to.deep.include({ name: "PGDATA", value: "/var/lib/postgresql/data/pgdata" });
    expect(template.spec.securityContext).to.deep.include({
      runAsNonRoot: true,
      runAsUser: 999,
      runAsGroup: 999,
      fsGroup: 999,
    });
    expect(container.securityContext).to.deep.equal({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
  });

  it("is asked by pg_isready over TCP; it may take ten minutes to start and a minute to recover", async () => {
    const { template } = await spec();
    const { startupProbe, readinessProbe, livenessProbe } = template.spec.containers[0];
    for (const probe of [startupProbe, readinessProbe, livenessProbe]) {
      expect(probe.exec.command).to.deep.equal(["pg_isready", "-h", "127.0.0.1", "-p", "5432"]);
    }
    expect(startupProbe.periodSeconds * startupProbe.failureThreshold).to.equal(600);
    expect(livenessProbe.periodSeconds * livenessProbe.failureThreshold).to.equal(60);
  });

  it("KP-28, TB-25: a headless Service that names its pod, and a ClusterIP Service for clients", async () => {
    const { run } = await built(vc40);
    const services = run.ofType(kind.service).map(({ inputs }) => inputs as Record<string, any>);
    expect(services.map(({ metadata, spec: { clusterIP } }) => [metadata.name, clusterIP])).to.deep.equal([
      ["db", undefined],
      ["db-headless", "None"],
    ]);
    expect((await spec()).serviceName).to.equal("db-headless");
  });

  it("VC-61, TB-58, TB-63: user and generated password are in Secrets Manager, and files of pod and service", async () => {
    const { run, grant } = await built(vc40);
    expect(run.inputs(kind.secret).name).to.equal("acme/databases/db");
    expect(run.inputs("random:index/randomPassword:RandomPassword")).to.deep.equal({ length: 32, special: false });
    expect(run.inputs(kind.version).secretString).to.equal("[unknown]");
    const { parameters, provider } = run.inputs(kind.secretClass).spec;
    expect([provider, parameters.usePodIdentity]).to.deep.equal(["aws", "true"]);
    expect(parse(parameters.objects)).to.deep.equal([
      {
        objectName: "acme/databases/db",
        objectType: "secretsmanager",
        objectAlias: "credentials",
        jmesPath: [
          { path: "username", objectAlias: "username" },
          { path: "password", objectAlias: "password" },
        ],
      },
    ]);
    const { env } = (await spec()).template.spec.containers[0];
    expect(env).to.deep.include({ name: "POSTGRES_PASSWORD_FILE", value: "/mnt/secrets/db/password" });
    expect(grant.env).to.deep.equal({
      DB_HOST: "db.production.svc.cluster.local",
      DB_PORT: "5432",
      DB_NAME: "app",
      DB_SSLMODE: "disable",
      DB_USERNAME_FILE: "/mnt/secrets/db/username",
      DB_PASSWORD_FILE: "/mnt/secrets/db/password",
    });
  });

  it("may read its own secret and no other", async () => {
    const policy = JSON.parse((await built(vc40)).run.inputs(kind.rolePolicy).policy as string) as PolicyDocument;
    expect(await defects(policy)).to.deep.equal([]);
    const read = (name: string) => ({
      action: "secretsmanager:GetSecretValue",
      on: `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}`,
    });
    expect(await isAllowed(policy, read("acme/databases/db-a1B2c3"))).to.equal(true);
    expect(await isAllowed(policy, read("acme/databases/db2-a1B2c3"))).to.equal(false);
    expect(await isAllowed(policy, read("acme/databases/db-second-a1B2c3"))).to.equal(false);
  });

  it("KP-47, MP-54: credentials of a Secret that exists are mounted from it; nothing is made in AWS", async () => {
    const { run, grant } = await built(database({ credentials: { existingSecret: "postgres-secret" } }));
    expect(run.resources.filter(({ type }) => type.startsWith("aws:"))).to.deep.equal([]);
    expect(run.ofType(kind.secretClass)).to.deep.equal([]);
    const { volumes } = run.inputs(kind.statefulSet).spec.template.spec;
    expect(volumes).to.deep.include({
      name: "secret-db",
      secret: {
        secretName: "postgres-secret",
        items: [
          { key: "username", path: "username" },
          { key: "password", path: "password" },
        ],
      },
    });
    expect(grant.statements).to.deep.equal([]);
  });

  it("TB-48: hears the services that use it on 5432 and calls nobody; unused, it hears nobody", async () => {
    const { run } = await built(vc40);
    expect(run.inputs(kind.networkPolicy).spec).to.deep.equal({
      podSelector: { matchLabels: { "app.kubernetes.io/name": "db" } },
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "production" } },
              podSelector: { matchLabels: { "app.kubernetes.io/name": "api" } },
            },
          ],
          ports: [{ protocol: "TCP", port: 5432 }],
        },
      ],
    });
    const unused = await built(vc40, { clients: {} });
    expect(unused.run.inputs(kind.networkPolicy).spec).to.not.have.property("ingress");
  });

  it("VC-84: pod, volume and set carry the label that backups select by", async () => {
    const { run } = await built(vc40);
    const { metadata, spec: set } = run.inputs(kind.statefulSet);
    for (const { labels } of [metadata, set.template.metadata, set.volumeClaimTemplates[0].metadata]) {
      expect(labels).to.deep.include({ "platform/backup": "database", "platform/tier": "database" });
    }
  });

  it("says why one pod is enough, and has no budget that could hold a node (VC-N3)", async () => {
    const { run } = await built(vc40);
    expect(run.inputs(kind.statefulSet).metadata.annotations["platform/reason"]).to.contain(
      "a database that does not replicate",
    );
    expect(run.ofType("kubernetes:policy/v1:PodDisruptionBudget")).to.deep.equal([]);
  });

  it("transform reaches every child, last", async () => {
    const named = (args: any) => ({ ...args, metadata: { ...args.metadata, annotations: { mine: "yes" } } });
    const transform = {
      statefulSet: named,
      service: named,
      serviceAccount: named,
      networkPolicy: named,
      secretProviderClass: named,
      secret: (args: any) => ({ ...args, tags: { mine: "yes" } }),
    };
    const { run } = await built(vc40, { transform });
    const objects = run.resources.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(objects).to.have.length(6);
    expect(run.inputs(kind.secret).tags).to.deep.equal({ mine: "yes" });
    for (const { inputs } of objects) {
      expect((inputs as any).metadata.annotations, (inputs as any).kind).to.deep.equal({ mine: "yes" });
    }
  });
});
